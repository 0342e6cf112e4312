import { type InventoryEntry, type InventoryFields, inventoryFieldsSchema } from '@tunnelwatch/shared/inventory';

/** What an operator writes, with all that a test does not care about. */
export function fieldsOf(part: Partial<InventoryFields> = {}): InventoryFields {
  return inventoryFieldsSchema.parse({
    gateway: 'gw1',
    kind: 'matchkey',
    pattern: '198.51.100.7:4500',
    name: 'Riga office',
    site: '',
    peer: '',
    note: '',
    priority: null,
    ...part,
  });
}

/** An entry as it stands. */
export function entryOf(id: number, part: Partial<InventoryEntry> = {}): InventoryEntry {
  const { version = 1, updatedAt = 0, updatedBy = 'ada', id: _id, ...fields } = part;
  return { id, ...fieldsOf(fields), version, updatedAt, updatedBy };
}
