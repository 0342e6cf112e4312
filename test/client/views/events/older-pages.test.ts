import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { compareNewest } from '@tunnelwatch/shared/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinOlder, joinPages, olderThan, readOlder } from '../../../../client/src/views/events/older-pages.js';
import { sampleEvent } from '../../../support/samples.js';

const START = Date.UTC(2026, 1, 10, 12);
const TAIL = 6;
const PAGE = 3;

const event = (seq: number, second: number) => sampleEvent({ seq, time: START + second * 1000, receivedTime: START });

it('[STORE-9] shows every stored event once, newest first, and more with each click', async () => {
  await fc.assert(
    fc.asyncProperty(
      // Seconds in the order of arrival: many equal ones, some late.
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }),
      async (seconds) => {
        const stored = seconds.map((second, at) => event(at + 1, second));
        const sorted = stored.toSorted(compareNewest);
        // Where a tail is cut, the newest arrivals are what is left of it.
        const tail = stored.toReversed().slice(0, TAIL);
        const fetchPage = ({ to, cursor }: Readonly<Record<string, unknown>>) => {
          const from = typeof cursor === 'string' ? Number(cursor) : 0;
          const matching = sorted.filter(({ time }) => typeof to !== 'string' || time < Date.parse(to) || from > 0);
          const items = matching.slice(from, from + PAGE);
          // Counted from the first event of all, as a place in the list is.
          const next = sorted.length - matching.length + from + PAGE;
          return Promise.resolve({ items, nextCursor: next < sorted.length ? String(next) : null });
        };
        const pages: (readonly TunnelwatchEvent[])[] = [];
        let cursor: string | null | undefined;
        while (cursor !== null) {
          const shown = new Set([tail, ...pages].flat().map(({ seq }) => seq));
          const page = await readOlder(fetchPage, cursor === undefined ? olderThan(tail) : { cursor }, shown);
          if (page.nextCursor !== null) expect(page.items.some(({ seq }) => !shown.has(seq))).toBe(true);
          pages.push(page.items);
          cursor = page.nextCursor;
        }
        // What has a later time than all of the tail is no older event.
        const newest = Math.max(...tail.map(({ time }) => time));
        expect(joinOlder(tail, pages)).toEqual(sorted.filter(({ time }) => time <= newest));
      },
    ),
  );
});

it('shows an event that is in two pages once, at its first place', () => {
  const joined = joinPages([[event(5, 5), event(4, 4)], [event(4, 4), event(3, 3)], []]);
  expect(joined.map(({ seq }) => seq)).toEqual([5, 4, 3]);
});
