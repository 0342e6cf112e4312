import { SETTINGS, type Setting } from '@tunnelwatch/server/config/setting-list';

/** `docs/configuration.md`: a list of the settings after the text that `head` gives. */
export function renderMarkdown(head: string): string {
  return `${head}${SETTINGS.map(markdownOf).join('')}`;
}

/** `tunnelwatch.example.yaml`: every setting with its default. */
export function renderExample(head: string): string {
  return `${head}${SETTINGS.map((setting, index) => exampleOf(setting, SETTINGS[index - 1])).join('')}`;
}

function markdownOf(setting: Setting): string {
  const { notes } = setting;
  const flag =
    setting.key === 'sources' ? 'the `FILE` arguments (one source), and `--listen` (one each)' : `\`${setting.flag}\``;
  const lines = [
    notes.what,
    '',
    `- Unit: ${notes.unit ?? 'none'}`,
    `- Default: ${setting.defaultValue === null ? 'none' : `\`${asYaml(setting.defaultValue)}\``}`,
    `- Accepts: ${notes.expects}`,
    `- Flag: ${flag}`,
    `- Environment: \`${setting.environmentName}\``,
    ...(notes.example === undefined ? [] : [`- Example: \`${setting.key}: ${notes.example}\``]),
    `- Reason for the default: ${notes.why}`,
  ];
  return `\n### ${setting.key}\n\n${lines.join('\n')}\n`;
}

function exampleOf(setting: Setting, before: Setting | undefined): string {
  const [group, within] = setting.path;
  const isGrouped = within !== undefined;
  const indent = isGrouped ? '  ' : '';
  const opening = isGrouped && before?.path[0] !== group ? `\n${String(group)}:\n` : isGrouped ? '' : '\n';
  const unit = setting.notes.unit === null ? '' : ` Unit: ${setting.notes.unit}.`;
  const name = within ?? group ?? '';
  const example = setting.notes.example === undefined ? [] : [`${indent}# ${name}: ${setting.notes.example}`];
  const value = setting.defaultValue === null ? [] : [`${indent}${name}: ${asYaml(setting.defaultValue)}`];
  return [
    `${opening}${indent}# ${setting.notes.what}${unit}`,
    `${indent}# Expected: ${setting.notes.expects}.`,
    ...example,
    ...value,
    '',
  ].join('\n');
}

function asYaml(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
