import type { ImportCounts, ImportRow, InventoryEntry, InventoryFields } from '@tunnelwatch/shared/inventory';
import type { InventoryList } from './inventory-list.js';

/** The complete entry of a row: fields that the file does not have stay as they are. */
export function completed(row: ImportRow, known: InventoryEntry | undefined): InventoryFields {
  const { gateway, kind, pattern, name, site, peer, note, priority } = row;
  return {
    gateway,
    kind,
    pattern,
    name,
    site: site ?? known?.site ?? '',
    peer: peer ?? known?.peer ?? '',
    note: note ?? known?.note ?? '',
    priority: priority === undefined ? (known?.priority ?? null) : priority,
  };
}

/** What a row of an import does to the inventory. */
export type RowOutcome = keyof ImportCounts;

/** What rows would do, no two about the same subject: an existing entry is changed, or is the same. */
export function planImport(rows: readonly ImportRow[], list: Pick<InventoryList, 'find'>): ImportCounts {
  const counts = { added: 0, changed: 0, unchanged: 0 };
  for (const row of rows) counts[outcomeOf(row, list.find(row))] += 1;
  return counts;
}

/** What one row does, given the existing entry with the same subject. */
export function outcomeOf(row: ImportRow, known: InventoryEntry | undefined): RowOutcome {
  if (known === undefined) return 'added';
  return isSame(completed(row, known), known) ? 'unchanged' : 'changed';
}

/** Whether an entry already has the requested content. */
export function isSame(fields: InventoryFields, entry: InventoryEntry): boolean {
  return (
    fields.gateway === entry.gateway &&
    fields.kind === entry.kind &&
    fields.pattern === entry.pattern &&
    fields.name === entry.name &&
    fields.site === entry.site &&
    fields.peer === entry.peer &&
    fields.note === entry.note &&
    fields.priority === entry.priority
  );
}
