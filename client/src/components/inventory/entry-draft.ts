import { type InventoryEntry, type InventoryFields, inventoryFieldsSchema } from '@tunnelwatch/shared/inventory';

/** The content of an entry's form, as typed. */
export type EntryDraft = Omit<InventoryFields, 'priority'> & { readonly priority: InventoryFields['priority'] };

/** An empty form. */
export const EMPTY_DRAFT: EntryDraft = {
  gateway: '*',
  kind: 'matchkey',
  pattern: '',
  name: '',
  site: '',
  peer: '',
  note: '',
  priority: null,
};

/** The form of an existing entry. */
export function draftOf(entry: InventoryEntry): EntryDraft {
  const { gateway, kind, pattern, name, site, peer, note, priority } = entry;
  return { gateway, kind, pattern, name, site, peer, note, priority };
}

const LABELS: Readonly<Record<string, string>> = { gateway: 'Gateway', pattern: 'Pattern', name: 'Name' };

/** The entry in the form, or what is wrong with it. */
export function fieldsOf(draft: EntryDraft): InventoryFields | string {
  const parsed = inventoryFieldsSchema.safeParse(draft);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = String(issue?.path[0] ?? '');
  return `${LABELS[path] ?? path}: ${issue?.message ?? 'invalid'}.`;
}
