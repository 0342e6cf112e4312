import type { AuditEntry } from '@tunnelwatch/shared/audit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HistoryPage,
  NO_HISTORY,
  withNewer,
  withOlder,
} from '../../../client/src/views/alerts/detail/history/history-pages.js';

const LIMIT = 4;

function entry(id: number): AuditEntry {
  const actor = { kind: 'server', name: 'tunnelwatch', address: null } as const;
  return { id, at: id, actor, action: 'returned', target: 'alert 1', comment: '', before: null, after: null, hash: '' };
}

/** What the server answers of a history with so many entries. */
function pageOf(count: number, { after = 0, cursor }: { after?: number | undefined; cursor?: string }): HistoryPage {
  const top = cursor === undefined ? count : Number(cursor) - 1;
  const ids = Array.from({ length: Math.max(0, top - after) }, (_, at) => top - at);
  const items = ids.slice(0, LIMIT).map(entry);
  return { items, nextCursor: ids.length > LIMIT ? String(items.at(-1)?.id) : null };
}

const idsOf = ({ entries }: { readonly entries: readonly AuditEntry[] }): number[] => entries.map(({ id }) => id);

describe('the history of an alert', () => {
  it('gets what is new in front and keeps what is known', () => {
    const first = withNewer(NO_HISTORY, pageOf(6, {}));
    expect([idsOf(first), first.cursor]).toEqual([[6, 5, 4, 3], '3']);
    const next = withNewer(first, pageOf(8, { after: 6 }));
    expect([idsOf(next), next.cursor]).toEqual([[8, 7, 6, 5, 4, 3], '3']);
    const whole = withOlder(next, '3', pageOf(8, { cursor: '3' }));
    expect([idsOf(whole), whole.cursor]).toEqual([[8, 7, 6, 5, 4, 3, 2, 1], null]);
  });

  it('begins anew where more came than a page holds, and drops what was asked for behind the old one', () => {
    const first = withNewer(NO_HISTORY, pageOf(6, {}));
    const next = withNewer(first, pageOf(20, { after: 6 }));
    expect([idsOf(next), next.cursor]).toEqual([[20, 19, 18, 17], '17']);
    expect(withOlder(next, '3', pageOf(20, { cursor: '3' }))).toBe(next);
  });

  it('has no gap and nothing twice, whatever came and in whatever order answers arrive', () => {
    const step = fc.record({ grown: fc.nat(9), isOlder: fc.boolean(), isLate: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let count = 0;
        let parts = NO_HISTORY;
        let late: HistoryPage | null = null;
        for (const { grown, isOlder, isLate } of steps) {
          const page = pageOf(count, { after: parts.entries[0]?.id });
          // An answer that was on its way while the same was asked for again.
          if (late !== null) parts = withNewer(parts, late);
          late = isLate ? page : null;
          parts = withNewer(parts, page);
          if (isOlder && parts.cursor !== null) {
            parts = withOlder(parts, parts.cursor, pageOf(count, { cursor: parts.cursor }));
          }
          const ids = idsOf(parts);
          const top = ids[0] ?? 0;
          expect(ids).toEqual(ids.map((_, at) => top - at));
          expect(parts.cursor).toBe((ids.at(-1) ?? 1) === 1 ? null : String(ids.at(-1)));
          count += grown;
        }
      }),
    );
  });
});
