import { exactPattern, readPattern } from '@tunnelwatch/shared/inventory-pattern';
import type { StoredInventory } from './inventory.js';
import { entryKey } from './inventory-list.js';

/**
 * The inventory by the names that gateways have now: an entry for one that was renamed is for what it has become, unless
 * that has an entry of its own.
 */
export function inventoryNow(stored: StoredInventory, nowOf: (gateway: string) => string): StoredInventory {
  const taken = new Set(stored.entries.map(entryKey));
  const entries = stored.entries.map((entry) => {
    const { exact } = readPattern(entry.gateway);
    const gateway = exact === undefined ? undefined : nowOf(exact);
    if (gateway === undefined || gateway === exact) return entry;
    const named = { ...entry, gateway: exactPattern(gateway) };
    if (taken.has(entryKey(named))) return entry;
    taken.add(entryKey(named));
    return named;
  });
  return { ...stored, entries };
}
