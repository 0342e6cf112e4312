import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { InventoryNames } from './inventory-names.js';

/** An entry that was added or changed; null for one that was removed. */
export interface InventoryChange {
  id: number;
  entry: InventoryEntry | null;
}

/** The subject of an entry, which is unique among entries. */
export function entryKey({ gateway, kind, pattern }: Pick<InventoryEntry, 'gateway' | 'kind' | 'pattern'>): string {
  // A pattern contains no line break.
  return `${kind}\n${gateway}\n${pattern}`;
}

/** All entries, by number and by subject, and the names that follow from them. */
export class InventoryList {
  readonly names = new InventoryNames();
  private readonly byId = new Map<number, InventoryEntry>();
  private readonly byKey = new Map<string, InventoryEntry>();
  private count = 0;

  constructor(entries: readonly InventoryEntry[] = []) {
    for (const entry of entries) this.put(entry);
    this.count = 0;
  }

  /** Increases with every change. */
  get revision(): number {
    return this.count;
  }

  get size(): number {
    return this.byId.size;
  }

  get(id: number): InventoryEntry | undefined {
    return this.byId.get(id);
  }

  /** The entry with the same subject. */
  find(about: Pick<InventoryEntry, 'gateway' | 'kind' | 'pattern'>): InventoryEntry | undefined {
    return this.byKey.get(entryKey(about));
  }

  entries(): Iterable<InventoryEntry> {
    return this.byId.values();
  }

  put(entry: InventoryEntry): void {
    const before = this.byId.get(entry.id);
    if (before !== undefined) this.byKey.delete(entryKey(before));
    this.byId.set(entry.id, entry);
    this.byKey.set(entryKey(entry), entry);
    this.names.put(entry, before);
    this.count += 1;
  }

  remove(id: number): void {
    const before = this.byId.get(id);
    if (before === undefined) return;
    this.byId.delete(id);
    this.byKey.delete(entryKey(before));
    this.names.remove(before);
    this.count += 1;
  }

  apply(changes: readonly InventoryChange[]): void {
    for (const { id, entry } of changes) {
      if (entry === null) this.remove(id);
      else this.put(entry);
    }
  }
}
