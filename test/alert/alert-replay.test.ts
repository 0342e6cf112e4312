import { AlertBook } from '@tunnelwatch/server/alert/alert-book';
import { type Alert, alertSchema } from '@tunnelwatch/shared/alert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classified } from '../support/classified.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const SETTINGS = { pastAfterMs: 15 * 60_000 };

/** An event, or an operator's command. Each arrives a second after the one before. */
const operation = fc.oneof(
  fc.record({
    kind: fc.constant('event' as const),
    id: fc.constantFrom(1682, 1683, 1696, 633, 278, 7777),
    prio: fc.integer({ min: 0, max: 7 }),
    iface: fc.constantFrom('a', 'b'),
    ageSeconds: fc.constantFrom(-60, 0, 60, 5000),
  }),
  fc.record({
    kind: fc.constant('acknowledge' as const),
    id: fc.integer({ min: 1, max: 8 }),
    version: fc.integer({ min: 1, max: 2 }),
    by: fc.constantFrom('ann', 'bob'),
  }),
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

function perform(book: AlertBook, done: Operation, at: number): unknown {
  const now = NOW + at * 1000;
  if (done.kind === 'acknowledge') {
    return book.acknowledge({ id: done.id, body: { version: done.version, by: done.by, comment: '' } }, now);
  }
  const body = `IPSEC: prio=${String(done.prio)} id=${String(done.id)} iface=${done.iface}`;
  book.apply(classified(now - done.ageSeconds * 1000, body), now);
  return undefined;
}

describe('[ALM-6] the same events and commands', () => {
  it('give the same alerts, whatever the batching and however often the process was killed', () => {
    /** After each operation: go on, commit, or be killed, which throws away what was not committed. */
    const fate = fc.constantFrom('on', 'on', 'commit', 'kill');
    fc.assert(
      fc.property(fc.array(fc.tuple(operation, fate), { maxLength: 60 }), (script) => {
        const steady = new AlertBook([], SETTINGS, 0);
        const answers = script.map(([done], at) => perform(steady, done, at));

        const stored = new Map<number, string>();
        const store = (book: AlertBook) => {
          for (const alert of book.takeChanges()) stored.set(alert.id, JSON.stringify(alert));
        };
        const load = (): Alert[] => [...stored.values()].map((text) => alertSchema.parse(JSON.parse(text)));
        const open = () => new AlertBook(load(), SETTINGS, Math.max(0, ...stored.keys()));
        let book = open();
        let committed = 0;
        let kills = new Set<number>();
        for (let at = 0; at < script.length; at++) {
          const [done, what] = script[at] ?? [];
          if (done === undefined) break;
          expect(perform(book, done, at)).toEqual(answers[at]);
          if (what === 'commit') {
            store(book);
            committed = at + 1;
          } else if (what === 'kill' && !kills.has(at)) {
            kills = kills.add(at);
            book = open();
            at = committed - 1;
          }
        }
        store(book);
        expect(load().sort((a, b) => a.id - b.id)).toEqual(steady.all().sort((a, b) => a.id - b.id));
      }),
    );
  });
});
