import { InventoryList } from '@tunnelwatch/server/core/inventory/inventory-list';
import { compilePattern } from '@tunnelwatch/server/core/inventory/match-pattern';
import type { InventoryEntry, InventoryKind } from '@tunnelwatch/shared/inventory';
import { exactPattern, readPattern } from '@tunnelwatch/shared/inventory-pattern';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../support/made-entries.js';

/** The rule, written down once more in the plainest way. */
function closestNaively(entries: readonly InventoryEntry[], kind: InventoryKind, gateway: string, name: string) {
  const fitting = entries.filter(
    (entry) => entry.kind === kind && compilePattern(entry.gateway)(gateway) && compilePattern(entry.pattern)(name),
  );
  const literals = ({ gateway: of, pattern }: InventoryEntry) =>
    readPattern(of).literals + readPattern(pattern).literals;
  const isExact = (entry: InventoryEntry) =>
    readPattern(entry.gateway).exact !== undefined && readPattern(entry.pattern).exact !== undefined;
  return fitting.sort((a, b) => Number(isExact(b)) - Number(isExact(a)) || literals(b) - literals(a) || a.id - b.id)[0];
}

const kind = fc.constantFrom<InventoryKind>('matchkey', 'iface');
const name = fc.array(fc.constantFrom('a', 'b', ':'), { maxLength: 4 }).map((letters) => letters.join(''));
const gateway = fc.constantFrom('gw1', 'gw2', 'core');
const pattern = fc.oneof(
  name.map(exactPattern),
  fc.array(fc.constantFrom('a', 'b', ':', '*', '?'), { minLength: 1, maxLength: 4 }).map((letters) => letters.join('')),
);
const about = fc.record({ kind, gateway: fc.oneof(gateway, fc.constantFrom('*', 'gw?', '*1')), pattern });
const action = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  about: fc.option(about),
  asked: fc.tuple(kind, gateway, name),
});

describe('the name of a tunnel or an interface', () => {
  it('[INV-4] is that of the closest entry, whatever was put, changed and removed before', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const list = new InventoryList();
        for (const { id, about: what, asked } of actions) {
          const other = what === null ? undefined : list.find(entryOf(id, what));
          if (what === null) list.remove(id);
          else if (other === undefined || other.id === id) list.put(entryOf(id, what));
          const entries = [...list.entries()];
          expect(list.names.closest(...asked)?.id).toBe(closestNaively(entries, ...asked)?.id);
          // Asked again, which is answered from what is remembered.
          expect(list.names.closest(...asked)?.id).toBe(closestNaively(entries, ...asked)?.id);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('[INV-5] outlives a rekey where a pattern says what stays, and says by which rule it is told', () => {
    const list = new InventoryList([entryOf(1, { gateway: '*', pattern: '198.51.100.7:*', name: 'Riga office' })]);
    for (const matchkey of ['198.51.100.7:4500', '198.51.100.7:61234']) {
      expect(list.names.tunnelName('gw1', matchkey)).toMatchObject({
        id: 1,
        name: 'Riga office',
        rule: { gateway: '*', pattern: '198.51.100.7:*' },
      });
    }
    expect(list.names.tunnelName('gw1', '198.51.100.70:1')).toBeNull();
    expect(list.names.nameOf({ kind: 'interface', gateway: 'gw1', iface: '198.51.100.7:1' })).toBeNull();
    list.put(entryOf(2, { pattern: '198.51.100.7:4500', name: 'Riga, exactly' }));
    expect(list.names.tunnelName('gw1', '198.51.100.7:4500')).toMatchObject({ name: 'Riga, exactly', rule: null });
  });

  it('is found among 100,000 exact entries and 1,000 patterns for 100,000 tunnels', () => {
    const list = new InventoryList();
    for (let id = 1; id <= 100_000; id++) list.put(entryOf(id, { pattern: `k${String(id)}`, name: `n${String(id)}` }));
    for (let id = 0; id < 1000; id++) {
      const start = id % 2 === 0 ? `198.51.${String(id)}:*` : `*-site${String(id)}`;
      list.put(entryOf(200_001 + id, { gateway: '*', pattern: start, name: start }));
    }
    let found = 0;
    for (let at = 0; at < 100_000; at++) {
      const key =
        at % 4 === 0
          ? `198.51.${String(at % 1000)}:${String(at)}`
          : at % 4 === 1
            ? `t${String(at)}-site${String(at % 1000)}`
            : `k${String(at)}`;
      if (list.names.closest('matchkey', 'gw1', key) !== undefined) found += 1;
    }
    expect(found).toBe(100_000);
  });
});
