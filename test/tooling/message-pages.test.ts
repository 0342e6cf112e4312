import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../docs/messages');

const sorted = BUILTIN_CATALOGUE.toSorted((one, other) => one.id - other.id);

const ACTION: Readonly<Record<CatalogueEntry['gatewayAction'], string>> = {
  drop: 'it drops the packet',
  adjust: 'it adjusts the value and goes on',
  abort: 'it gives up what it was doing',
  none: 'nothing',
};

const PRIORITY: Readonly<Record<CatalogueEntry['priority'], string>> = {
  urgent: 'Act now, at any hour.',
  high: 'Look at it within the hour.',
  medium: 'Look at it in this shift.',
  low: 'It can wait until the morning, unless it goes on.',
};

function pageOf(entry: CatalogueEntry): string {
  const { id, message, severity, failureClass, priority, parameters, categories, isLatching } = entry;
  const related = sorted.filter((other) => other.failureClass === failureClass && other.id !== id);
  const lines = [
    `# ${String(id)}: ${message}`,
    '',
    `**${PRIORITY[priority]}** ${isLatching ? 'It leaves something behind: its alert stays until somebody closes it.' : 'Its alert ends by itself once the message no longer comes.'}`,
    '',
    '## What it means',
    '',
    entry.explanation,
    '',
    `- Class: ${CLASS_LABEL[failureClass]}; severity at the gateway: ${severity}; priority of its alert: ${priority} or higher`,
    `- Categories: ${categories.join(', ')}`,
    `- Parameters: ${parameters.length === 0 ? 'none' : parameters.map((name) => `\`${name}\``).join(', ')}`,
    `- What the gateway does: ${entry.actionDescription ?? ACTION[entry.gatewayAction]}`,
    ...(entry.note === null ? [] : ['', `_About the reference:_ ${entry.note}`]),
    '',
    '## What to do',
    '',
    ...(entry.proposedAction === null ? [] : [`**The vendor recommends:** ${entry.proposedAction}`, '']),
    ...(entry.ourAdvice === null ? [] : [`**Our advice:** ${entry.ourAdvice}`, '']),
    '## Where to look',
    '',
    `- The alert, its tunnel and its gateway: what began at the same time, and is it one tunnel or many? ([on call](../on-call.md))`,
    `- All lines of this message: the page _Events_, or \`tunnelwatch export events --message ${String(id)} --from -24h\``,
    ...(related.length === 0
      ? []
      : [`- Of the same class: ${related.map((other) => `[${String(other.id)}](${String(other.id)}.md)`).join(', ')}`]),
    '',
  ];
  return lines.join('\n');
}

function indexPage(): string {
  const rows = sorted.map(({ id, message, failureClass, priority }) =>
    [` [${String(id)}](${String(id)}.md) `, ` ${message} `, ` ${CLASS_LABEL[failureClass]} `, ` ${priority} `].join(
      '|',
    ),
  );
  const head = [
    '# Messages',
    '',
    'What each message of a gateway means and what to do, for whoever is [on call](../on-call.md). The product shows the same on the page _Catalogue_.',
    '',
    '| id | message | class | priority |',
    '| --- | --- | --- | --- |',
  ];
  return [...head, ...rows.map((row) => `|${row}|`), ''].join('\n');
}

describe('[LIVE-98] the pages of the messages follow the catalogue (renew them with vitest -u)', () => {
  it.each(sorted.map((entry) => [entry.id, entry] as const))('[LIVE-98] docs/messages/%i.md', async (id, entry) => {
    await expect(pageOf(entry)).toMatchFileSnapshot(join(FOLDER, `${String(id)}.md`));
  });

  it('[LIVE-98] there is one for each, and a list of them', async () => {
    await expect(indexPage()).toMatchFileSnapshot(join(FOLDER, 'README.md'));
    const names = readdirSync(FOLDER).sort();
    expect(names).toEqual([...sorted.map(({ id }) => `${String(id)}.md`), 'README.md'].sort());
  });
});
