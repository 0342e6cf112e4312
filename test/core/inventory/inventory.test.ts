import { Inventory } from '@tunnelwatch/server/core/inventory/inventory';
import type { ImportResult } from '@tunnelwatch/shared/inventory';
import type { ImportRow } from '@tunnelwatch/shared/inventory';
import { INVENTORY_LIMITS, type InventoryResult } from '@tunnelwatch/shared/inventory';
import { describe, expect, it } from 'vitest';
import { entryOf, fieldsOf } from '../../support/made-entries.js';

const ADA = { kind: 'person', name: 'ada', address: '192.0.2.1' } as const;
const BEN = { ...ADA, name: 'ben' };
const ORIGIN = { sha256: 'aa', refused: 0 };

function problemOf(result: InventoryResult) {
  if (result.ok) throw new Error('it was not refused');
  return result.problem;
}

/** An import without the pauses. */
function importInto(book: Inventory, rows: readonly ImportRow[], now: number): ImportResult {
  const importing = book.importing(rows, ORIGIN, ADA, now);
  for (;;) {
    const { done, value } = importing.next();
    if (done === true) return value;
  }
}

describe('the book of the inventory', () => {
  it('[INV-1] numbers entries and their versions, and enters every change in the trail', () => {
    const book = new Inventory({ entries: [], lastId: 6 });
    book.carryOut({ action: 'add', fields: fieldsOf() }, ADA, 1000);
    book.carryOut({ action: 'change', id: 7, version: 1, fields: fieldsOf({ name: 'Riga' }) }, BEN, 2000);
    book.carryOut({ action: 'remove', id: 7, version: 2 }, ADA, 3000);
    expect(book.takeChanges()).toMatchObject([
      { id: 7, entry: { version: 1, name: 'Riga office', updatedBy: 'ada', updatedAt: 1000 } },
      { id: 7, entry: { version: 2, name: 'Riga', updatedBy: 'ben', updatedAt: 2000 } },
      { id: 7, entry: null },
    ]);
    expect(book.takeAudit()).toMatchObject([
      { action: 'inventoryAdded', target: 'inventory 7', actor: ADA, before: null, after: { name: 'Riga office' } },
      { action: 'inventoryChanged', target: 'inventory 7', before: { name: 'Riga office' }, after: { name: 'Riga' } },
      { action: 'inventoryRemoved', target: 'inventory 7', before: { name: 'Riga' }, after: null },
    ]);
    expect(book.takeChanges()).toEqual([]);
    expect(book.takeAudit()).toEqual([]);
  });

  it('[INV-6] refuses a change by somebody who has seen an older version, with the newest', () => {
    const book = new Inventory({ entries: [entryOf(1, { version: 3, updatedBy: 'ben' })], lastId: 1 });
    for (const command of [
      { action: 'change', id: 1, version: 2, fields: fieldsOf({ name: 'x' }) },
      { action: 'remove', id: 1, version: 2 },
    ] as const) {
      const problem = problemOf(book.carryOut(command, ADA, 0));
      expect(problem).toMatchObject({ status: 409, code: 'stale-version', current: { version: 3 } });
      expect(problem.detail).toContain('ben has changed entry 1');
    }
    expect(problemOf(book.carryOut({ action: 'remove', id: 9, version: 1 }, ADA, 0))).toMatchObject({ status: 404 });
    expect(book.takeChanges()).toEqual([]);
    expect(book.takeAudit()).toEqual([]);
  });

  it('has one entry about one thing, however it is written', () => {
    const book = new Inventory({ entries: [entryOf(1), entryOf(2, { pattern: 'other' })], lastId: 2 });
    const again = problemOf(book.carryOut({ action: 'add', fields: fieldsOf({ name: 'x' }) }, ADA, 0));
    expect(again).toMatchObject({ status: 409, code: 'wrong-state', current: { id: 1 } });
    const moved = { action: 'change', id: 2, version: 1, fields: fieldsOf() } as const;
    expect(problemOf(book.carryOut(moved, ADA, 0)).current).toMatchObject({ id: 1 });
    expect(book.carryOut({ action: 'add', fields: fieldsOf({ kind: 'iface' }) }, ADA, 0).ok).toBe(true);
  });

  it('a change that changes nothing leaves the version and the trail as they are', () => {
    const book = new Inventory({ entries: [entryOf(1)], lastId: 1 });
    const result = book.carryOut({ action: 'change', id: 1, version: 1, fields: fieldsOf() }, BEN, 5);
    expect(result).toMatchObject({ ok: true, entry: { version: 1, updatedBy: 'ada' } });
    expect(book.takeAudit()).toEqual([]);
  });

  it('[INV-7] takes a file over as one entry of the trail; what a file has no column for stays', () => {
    const book = new Inventory({
      entries: [entryOf(1, { note: 'kept', site: 'Riga' }), entryOf(2, { pattern: 'b' })],
      lastId: 2,
    });
    const row = { gateway: 'gw1', kind: 'matchkey' } as const;
    const rows = [
      { ...row, pattern: '198.51.100.7:4500', name: 'Renamed' },
      { ...row, pattern: 'b', name: 'Riga office' },
      { ...row, pattern: 'c', name: 'New', site: 'Oslo' },
    ];
    const counts = { added: 1, changed: 1, unchanged: 1 };
    expect(importInto(book, rows, 9)).toEqual({ ok: true, counts });
    expect(book.list.get(1)).toMatchObject({ name: 'Renamed', note: 'kept', site: 'Riga', version: 2 });
    expect(book.list.get(3)).toMatchObject({ name: 'New', site: 'Oslo', note: '', version: 1 });
    expect(book.takeChanges().map(({ id }) => id)).toEqual([1, 3]);
    expect(book.takeAudit()).toMatchObject([
      { action: 'inventoryImported', target: 'inventory', after: { ...counts, ...ORIGIN } },
    ]);
    expect(importInto(book, rows, 10)).toMatchObject({ counts: { added: 0, changed: 0, unchanged: 3 } });
    expect(book.takeChanges()).toEqual([]);
  });

  it('takes no more than it can bear, and then nothing of a file', () => {
    const book = new Inventory({ entries: [], lastId: 0 });
    const row = (pattern: string) => ({ gateway: '*', kind: 'matchkey', pattern, name: 'x' }) as const;
    const patterns = Array.from({ length: INVENTORY_LIMITS.patterns + 1 }, (_each, at) => row(`${String(at)}:*`));
    expect(importInto(book, patterns, 0)).toMatchObject({ ok: false, problem: { status: 409 } });
    expect(book.list.size).toBe(0);
    expect(importInto(book, patterns.slice(1), 0)).toMatchObject({ ok: true });
    expect(problemOf(book.carryOut({ action: 'add', fields: fieldsOf({ pattern: 'z*' }) }, ADA, 0)).detail).toContain(
      '5,000',
    );
    expect(book.carryOut({ action: 'add', fields: fieldsOf() }, ADA, 0).ok).toBe(true);
  });
});
