import type { InventoryFilter } from '@tunnelwatch/shared/api-inventory';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import type { ApiContext } from '../api-context.js';

const MAX_KEPT = 8;

/** Lists by filter, kept until the inventory changes, so that paging through 100,000 entries sorts them once. */
export function inventoryLists({ inventory }: Pick<ApiContext, 'inventory'>) {
  let revision = -1;
  let all: readonly InventoryEntry[] = [];
  const kept = new Map<string, readonly InventoryEntry[]>();
  return (filter: InventoryFilter): readonly InventoryEntry[] => {
    const list = inventory();
    if (list.revision !== revision) {
      revision = list.revision;
      all = byName(list.entries());
      kept.clear();
    }
    const key = JSON.stringify([filter.q, filter.gateway, filter.site]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = all.filter((entry) => fits(entry, filter));
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, found);
    return found;
  };
}

/** By name, ignoring case; equal names by age, the oldest first. Plain comparison: a collator would take seconds. */
function byName(entries: Iterable<InventoryEntry>): InventoryEntry[] {
  return Array.from(entries, (entry) => ({ entry, key: entry.name.toLowerCase() }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.entry.id - b.entry.id))
    .map(({ entry }) => entry);
}

function fits(entry: InventoryEntry, { q, gateway, site }: InventoryFilter): boolean {
  if (gateway !== undefined && entry.gateway !== gateway) return false;
  if (site !== undefined && entry.site !== site) return false;
  const text = q?.toLowerCase() ?? '';
  if (text === '') return true;
  const { name, pattern, peer, note } = entry;
  return [name, pattern, entry.gateway, entry.site, peer, note].some((each) => each.toLowerCase().includes(text));
}
