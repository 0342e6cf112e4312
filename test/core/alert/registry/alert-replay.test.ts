import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import { AlertTally } from '@tunnelwatch/server/core/alert/registry/alert-tally';
import { type AlertMember } from '@tunnelwatch/server/core/alert/registry/folding';
import { type Alert, alertSchema } from '@tunnelwatch/shared/alert';
import { ALERT_ACTIONS } from '@tunnelwatch/shared/alert-command';
import { type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command, HASTY_SETTINGS, person } from '../../../support/alert-books.js';
import { classified } from '../../../support/classified.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const IFACES = ['a', 'b', 'c', 'd', 'e'];

/** An event, an operator's command, or a second of the clock that may end something. Time passes before each. */
const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      id: fc.constantFrom(1682, 1683, 1696, 633, 278, 7777),
      prio: fc.integer({ min: 0, max: 7 }),
      iface: fc.constantFrom(...IFACES),
      ageSeconds: fc.constantFrom(-60, 0, 0, 0, 60, 5000),
      age: fc.constantFrom('live' as const, 'backlog' as const, 'history' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      action: fc.constantFrom(...ALERT_ACTIONS),
      id: fc.integer({ min: 1, max: 8 }),
      version: fc.integer({ min: 1, max: 3 }),
      minutes: fc.constantFrom(null, 1, 5),
      by: fc.constantFrom('ann', 'bob'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

/** What happens when: the wait before each operation, and what becomes of the process after it. */
const script = fc.array(
  fc.record({
    done: operation,
    waitSeconds: fc.constantFrom(0, 0, 1, 5, 40, 100),
    fate: fc.constantFrom('on', 'on', 'settle', 'commit', 'kill'),
  }),
  { maxLength: 60 },
);

/** A book as the pipeline uses it: events are summed up in between. */
class Run {
  readonly tally: AlertTally;

  constructor(readonly book: AlertRegistry) {
    this.tally = new AlertTally(book, { subjectById: (id): Subject => subjectOf(id), repeatsOf: () => 1 });
  }

  perform(done: Operation, now: number): unknown {
    if (done.kind === 'event') {
      const body = `IPSEC: prio=${String(done.prio)} id=${String(done.id)} iface=${done.iface}`;
      const ids = { subjectId: IFACES.indexOf(done.iface), kindId: done.id * 8 + done.prio };
      this.tally.addEvent(classified(now - done.ageSeconds * 1000, body), ids, now, done.age);
      return undefined;
    }
    this.tally.settle();
    if (done.kind === 'tick') {
      this.book.tick(now);
      return undefined;
    }
    const { action, id, version, minutes, by } = done;
    const until = minutes === null ? null : now + minutes * 60_000;
    return this.book.act(command({ id, action, version, until, comment: 'why', assignee: by }), person(by), now);
  }
}

function subjectOf(id: number): Subject {
  return { kind: 'interface', gateway: classifiedGateway, iface: IFACES[id] ?? '' };
}

const SAMPLE = classified(NOW, 'IPSEC: prio=5 id=1682 iface=a').subject;
const classifiedGateway = SAMPLE.gateway;

/** What a store keeps of a book. */
class Kept {
  private readonly alerts = new Map<number, string>();
  private readonly members = new Map<string, AlertMember>();
  changes = 0;

  save({ book, tally }: Run): void {
    tally.settle();
    for (const alert of book.takeChanged()) this.alerts.set(alert.id, JSON.stringify(alert));
    for (const member of book.takeMembers()) {
      this.members.set(`${String(member.alertId)} ${subjectKey(member.subject)}`, member);
    }
    this.changes += book.takeAudit().length;
  }

  load(): Alert[] {
    return [...this.alerts.values()].map((text) => alertSchema.parse(JSON.parse(text))).sort((a, b) => a.id - b.id);
  }

  open(): Run {
    const members = [...this.members.values()].map((member) => ({ ...member }));
    const lastId = Math.max(0, ...this.alerts.keys());
    return new Run(new AlertRegistry({ alerts: this.load(), members, lastId }, HASTY_SETTINGS));
  }

  sortedMembers(): string[] {
    return [...this.members.values()].map((member) => JSON.stringify(member)).sort();
  }
}

describe('[ALM-6] the same events, commands and ticks', () => {
  it('give the same alerts, whatever the batching and however often the process was killed', () => {
    fc.assert(
      fc.property(script, (steps) => {
        let now = NOW;
        const times = steps.map(({ waitSeconds }) => (now += waitSeconds * 1000));
        const [steadyStore, store] = [new Kept(), new Kept()];
        const steady = steadyStore.open();
        const answers = steps.map(({ done }, at) => {
          const answer = steady.perform(done, times[at] ?? 0);
          // Event by event, where the other one sums up.
          steady.tally.settle();
          return answer;
        });
        steadyStore.save(steady);

        let run = store.open();
        let committed = 0;
        const killedAt = new Set<number>();
        for (let at = 0; at < steps.length; at++) {
          const step = steps[at];
          if (step === undefined) break;
          expect(run.perform(step.done, times[at] ?? 0)).toEqual(answers[at]);
          if (step.fate === 'settle') run.tally.settle();
          else if (step.fate === 'commit') {
            store.save(run);
            committed = at + 1;
          } else if (step.fate === 'kill' && !killedAt.has(at)) {
            killedAt.add(at);
            run = store.open();
            at = committed - 1;
          }
        }
        store.save(run);
        expect(run.book.flood(now)).toEqual(steady.book.flood(now));
        expect(store.load()).toEqual(steadyStore.load());
        expect(store.sortedMembers()).toEqual(steadyStore.sortedMembers());
        expect(store.changes).toBe(steadyStore.changes);
      }),
      { numRuns: 400 },
    );
  });
});
