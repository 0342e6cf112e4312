/** Fields that a template may name. */
export const TEMPLATE_FIELDS = [
  'priority',
  'severity',
  'class',
  'message',
  'messageId',
  'rule',
  'subject',
  'gateway',
  'tunnel',
  'name',
  'site',
  'peer',
  'state',
  'count',
  'members',
  'first',
  'last',
  'diagnosis',
  'assignee',
  'by',
  'comment',
  'alert',
  'link',
] as const;

export type TemplateField = (typeof TEMPLATE_FIELDS)[number];

const PLACEHOLDER = /\{\{|\}\}|\{([^{}]*)\}/g;

/** Names in braces that are no fields. Two braces stand for one. */
export function unknownFields(template: string): string[] {
  const names = [...template.matchAll(PLACEHOLDER)].flatMap(([, name]) => (name === undefined ? [] : [name.trim()]));
  return names.filter((name) => !TEMPLATE_FIELDS.some((field) => field === name));
}

/**
 * A template with its fields filled in. There is nothing else to it: no conditions, no code, and values are not read again, so what
 * stands in a log line stays text.
 *
 * Worked example: `{priority} on {gateway}` is `urgent on gw1`.
 */
export function fillTemplate(template: string, fields: Readonly<Record<TemplateField, string>>): string {
  const values = new Map<string, string>(Object.entries(fields));
  return template.replaceAll(PLACEHOLDER, (text: string, name: string | undefined) => {
    if (name === undefined) return text.charAt(0);
    return values.get(name.trim()) ?? text;
  });
}
