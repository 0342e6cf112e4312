import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { compareNewest } from '@tunnelwatch/shared/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type EventPage,
  joinOlder,
  joinPages,
  olderThan,
  readOlder,
} from '../../../../client/src/views/events/older-pages.js';
import { sampleEvent } from '../../../support/samples.js';

const START = Date.UTC(2026, 1, 10, 12);
const TAIL = 6;
const PAGE = 3;

const WHOLE = { searchedTo: null, progress: null };
const UNWATCHED = { onStep: () => undefined, isStopped: () => false, enough: PAGE };

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
          return Promise.resolve({ ...WHOLE, items, nextCursor: next < sorted.length ? String(next) : null });
        };
        const pages: (readonly TunnelwatchEvent[])[] = [];
        let cursor: string | null | undefined;
        while (cursor !== null) {
          const shown = new Set([tail, ...pages].flat().map(({ seq }) => seq));
          const page = await readOlder(
            fetchPage,
            cursor === undefined ? olderThan(tail) : { cursor },
            shown,
            UNWATCHED,
          );
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

/** A search whose parts end after each of these events; the last one is complete. */
function searchOf(events: readonly TunnelwatchEvent[]) {
  const asked: unknown[] = [];
  const fetchPage = ({ cursor }: Readonly<Record<string, unknown>>): Promise<EventPage> => {
    asked.push(cursor);
    const at = typeof cursor === 'string' ? Number(cursor) : 0;
    const item = events[at];
    if (at === events.length - 1)
      return Promise.resolve({ ...WHOLE, items: item === undefined ? [] : [item], nextCursor: null });
    return Promise.resolve({
      items: item === undefined || at % 2 === 0 ? [] : [item],
      nextCursor: String(at + 1),
      searchedTo: START - at,
      progress: { searched: at, of: events.length },
    });
  };
  return { asked, fetchPage };
}

const found = Array.from({ length: 8 }, (_, at) => event(100 - at, 0));

it('[STORE-34] goes on with a search that ends early until a page is full, and says how far it is', async () => {
  const { fetchPage } = searchOf(found);
  const steps: string[] = [];
  const watch = {
    ...UNWATCHED,
    onStep: ({ items, progress }: EventPage) => steps.push(`${String(items.length)} at ${String(progress?.searched)}`),
  };
  const page = await readOlder(fetchPage, {}, new Set(), watch);
  expect(page.items.map(({ seq }) => seq)).toEqual([99, 97, 95]);
  expect(steps).toEqual(['0 at 0', '1 at 1', '1 at 2', '2 at 3', '2 at 4']);
  const rest = await readOlder(fetchPage, { cursor: page.nextCursor ?? '' }, new Set(), watch);
  expect(rest).toEqual({ ...WHOLE, items: [event(93, 0)], nextCursor: null });
});

it('[STORE-34] keeps what was found when it is stopped, and goes on from there', async () => {
  const { fetchPage, asked } = searchOf(found);
  let isStopped = false;
  const watch = {
    ...UNWATCHED,
    isStopped: () => isStopped,
    onStep: ({ progress }: EventPage) => (isStopped = progress?.searched === 3),
  };
  // The part that is under way is aborted.
  const fetchUntilStopped = (place: Readonly<Record<string, unknown>>) =>
    isStopped ? Promise.reject(new Error('aborted')) : fetchPage(place);
  const page = await readOlder(fetchUntilStopped, {}, new Set(), watch);
  expect(page.items.map(({ seq }) => seq)).toEqual([99, 97]);
  expect(page.progress).toEqual({ searched: 3, of: 8 });
  isStopped = false;
  await readOlder(fetchPage, { cursor: page.nextCursor ?? '' }, new Set(), UNWATCHED);
  expect(asked).toEqual([undefined, '1', '2', '3', '4', '5', '6', '7']);
});
