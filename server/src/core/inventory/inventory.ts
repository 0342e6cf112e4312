import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';
import {
  type ImportOrigin,
  type ImportResult,
  type ImportRow,
  INVENTORY_LIMITS,
  type InventoryCommand,
  type InventoryEntry,
  type InventoryFields,
  type InventoryResult,
} from '@tunnelwatch/shared/inventory';
import { exactNames } from './inventory-names.js';
import { type InventoryChange, InventoryList } from './inventory-list.js';
import { completed, isSame, outcomeOf } from './plan-import.js';

/** Rows imported per step. */
const IMPORTED_AT_ONCE = 1000;

/** The initial state of the inventory. */
export interface StoredInventory {
  entries: readonly InventoryEntry[];
  /** The highest id ever assigned. */
  lastId: number;
}

/** The inventory and its changes: versions, audit trail, and what is to be stored. Pure: the time is an argument. */
export class Inventory {
  readonly list: InventoryList;
  private changed: InventoryChange[] = [];
  private audit: AuditNote[] = [];
  private lastId: number;

  constructor({ entries, lastId }: StoredInventory) {
    this.list = new InventoryList(entries);
    this.lastId = lastId;
  }

  /** Executes a request about one entry; refused when the entry has changed since its author saw it. */
  carryOut(command: InventoryCommand, actor: Actor, now: number): InventoryResult {
    switch (command.action) {
      case 'add':
        return this.add(command.fields, actor, now);
      case 'change':
        return this.change(command, actor, now);
      case 'remove':
        return this.remove(command, actor, now);
    }
  }

  /**
   * Imports the rows of a file, no two about the same subject, all of them or none. It pauses after every few, so that other
   * work can be done in between, but the state by then must not be stored before the end.
   */
  *importing(
    rows: readonly ImportRow[],
    origin: ImportOrigin,
    actor: Actor,
    now: number,
  ): Generator<undefined, ImportResult, undefined> {
    const fresh: ImportRow[] = [];
    for (const [index, row] of rows.entries()) {
      if (index % IMPORTED_AT_ONCE === 0) yield undefined;
      if (this.list.find(row) === undefined) fresh.push(row);
    }
    const full = this.roomFor(fresh);
    if (full !== undefined) return { ok: false, problem: full };
    const counts = { added: 0, changed: 0, unchanged: 0 };
    for (const [index, row] of rows.entries()) {
      if (index % IMPORTED_AT_ONCE === 0) yield undefined;
      const entry = this.list.find(row);
      const outcome = outcomeOf(row, entry);
      counts[outcome] += 1;
      if (outcome !== 'unchanged') this.put(completed(row, entry), entry, actor, now);
    }
    const after = { ...counts, ...origin };
    this.note({ action: 'inventoryImported', target: 'inventory', before: null, after }, actor, now);
    return { ok: true, counts };
  }

  /** Changes to be stored since the last call, in order. */
  takeChanges(): InventoryChange[] {
    const { changed } = this;
    this.changed = [];
    return changed;
  }

  takeAudit(): AuditNote[] {
    const { audit } = this;
    this.audit = [];
    return audit;
  }

  private add(fields: InventoryFields, actor: Actor, now: number): InventoryResult {
    const refusal = this.clash(fields, undefined) ?? this.roomFor([fields]);
    if (refusal !== undefined) return { ok: false, problem: refusal };
    const entry = this.put(fields, undefined, actor, now);
    this.noteEntry('inventoryAdded', null, entry, actor, now);
    return { ok: true, entry };
  }

  private change(
    { id, version, fields }: Extract<InventoryCommand, { action: 'change' }>,
    actor: Actor,
    now: number,
  ): InventoryResult {
    const before = this.list.get(id);
    if (before === undefined) return { ok: false, problem: noEntry(id) };
    const refusal = staleness(before, version) ?? this.clash(fields, id);
    if (refusal !== undefined) return { ok: false, problem: refusal };
    if (isSame(fields, before)) return { ok: true, entry: before };
    const full = isPattern(fields) && !isPattern(before) ? this.roomForPatterns(1) : undefined;
    if (full !== undefined) return { ok: false, problem: full };
    const entry = this.put(fields, before, actor, now);
    this.noteEntry('inventoryChanged', before, entry, actor, now);
    return { ok: true, entry };
  }

  private remove(
    { id, version }: Extract<InventoryCommand, { action: 'remove' }>,
    actor: Actor,
    now: number,
  ): InventoryResult {
    const before = this.list.get(id);
    if (before === undefined) return { ok: false, problem: noEntry(id) };
    const stale = staleness(before, version);
    if (stale !== undefined) return { ok: false, problem: stale };
    this.list.remove(id);
    this.changed.push({ id, entry: null });
    this.noteEntry('inventoryRemoved', before, null, actor, now);
    return { ok: true, entry: before };
  }

  private put(fields: InventoryFields, before: InventoryEntry | undefined, actor: Actor, now: number): InventoryEntry {
    const id = before?.id ?? ++this.lastId;
    const entry = { id, ...fields, version: (before?.version ?? 0) + 1, updatedAt: now, updatedBy: actor.name };
    this.list.put(entry);
    this.changed.push({ id, entry });
    return entry;
  }

  /** Why an entry cannot have this subject: another one has. */
  private clash(fields: InventoryFields, id: number | undefined): Problem | undefined {
    const other = this.list.find(fields);
    if (other === undefined || other.id === id) return undefined;
    const detail = `entry ${String(other.id)} (${other.name}) is for the same gateway and ${fields.kind}: change that one`;
    return problemDetails('wrong-state', detail, { current: other });
  }

  private roomFor(fresh: readonly ImportRow[]): Problem | undefined {
    const { entries } = INVENTORY_LIMITS;
    if (this.list.size + fresh.length > entries) {
      return problemDetails('wrong-state', `the inventory can have at most ${entries.toLocaleString('en')} entries`);
    }
    return this.roomForPatterns(fresh.filter(isPattern).length);
  }

  private roomForPatterns(fresh: number): Problem | undefined {
    const { patterns } = INVENTORY_LIMITS;
    if (fresh === 0 || this.list.names.patternCount + fresh <= patterns) return undefined;
    return problemDetails(
      'wrong-state',
      `the inventory can have at most ${patterns.toLocaleString('en')} entries with * or ?`,
    );
  }

  private noteEntry(
    action: string,
    before: InventoryEntry | null,
    after: InventoryEntry | null,
    actor: Actor,
    at: number,
  ): void {
    const target = `inventory ${String((after ?? before)?.id)}`;
    this.note({ action, target, before, after }, actor, at);
  }

  private note(what: Pick<AuditNote, 'action' | 'target' | 'before' | 'after'>, actor: Actor, at: number): void {
    this.audit.push({ ...what, at, actor, comment: '', requestKey: null });
  }
}

function isPattern(fields: Pick<InventoryFields, 'gateway' | 'pattern'>): boolean {
  return exactNames(fields) === undefined;
}

function staleness(entry: InventoryEntry, version: number): Problem | undefined {
  if (entry.version === version) return undefined;
  const { id, updatedBy, version: newest } = entry;
  const detail = `${updatedBy} has changed entry ${String(id)} since you loaded it (now version ${String(newest)}): reload it`;
  return problemDetails('stale-version', detail, { current: entry });
}

function noEntry(id: number): Problem {
  return problemDetails('not-found', `no such inventory entry: ${String(id)}; it may have been removed`, {
    title: 'No such entry',
  });
}
