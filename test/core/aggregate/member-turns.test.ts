import { GatewayLives } from '@tunnelwatch/server/core/aggregate/gateway-life';
import { type MemberTurns, noTurns, type Successor, takeTurn } from '@tunnelwatch/server/core/aggregate/member-turns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const SETTINGS = { quietMs: 5000, leastEvents: 5 };

/** Lets members log, each at a time in ms. */
function played(events: readonly (readonly [string, number])[], turns: MemberTurns = noTurns()): MemberTurns {
  let successor: Successor | undefined;
  for (const [member, at] of events) successor = takeTurn(turns, successor, { member, at }, SETTINGS);
  return turns;
}

const every = (member: string, from: number, count: number, stepMs: number) =>
  Array.from({ length: count }, (_, index) => [member, from + index * stepMs] as const);

describe('[DIA-25] which HA member logs', () => {
  it('has changed when one logs and the other has gone quiet, since its first event', () => {
    const turns = played([...every('Master', 0, 20, 500), ...every('Slave', 12_000, 20, 500)]);
    expect(turns).toMatchObject({
      active: 'Slave',
      switchOvers: [{ at: 12_000, from: 'Master', to: 'Slave', newSas: 0 }],
    });
    played(every('Master', 60_000, 12, 1000), turns);
    expect(turns.switchOvers.map(({ to }) => to)).toEqual(['Slave', 'Master']);
  });

  it('has not changed by a few lines of the other one, nor by lines that come late', () => {
    expect(played([...every('Master', 0, 3, 1000), ...every('Slave', 20_000, 4, 1000)]).switchOvers).toEqual([]);
    expect(played([...every('Master', 0, 60, 1000), ...every('Slave', 10_000, 40, 1000)]).switchOvers).toEqual([]);
  });

  it('never changes while both log, whatever the order of their lines', () => {
    const both = fc.array(fc.tuple(fc.constantFrom('Master', 'Slave'), fc.integer({ min: 0, max: 4000 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(both, (events) => {
        // Each of them logs at least every four seconds.
        const beats = Array.from(
          { length: 100 },
          (_, index) => [index % 2 === 0 ? 'Master' : 'Slave', index * 2000] as const,
        );
        const jittered = events.map(([member, within], index) => [member, (index % 100) * 2000 + within] as const);
        const all = [...beats, ...jittered].sort((a, b) => a[1] - b[1]);
        expect(played(all).switchOvers).toEqual([]);
      }),
    );
  });

  it('is bounded and in order, whatever is logged when', () => {
    const event = fc.tuple(fc.constantFrom('Master', 'Slave', 'slave'), fc.integer({ min: 0, max: 1_000_000 }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400 }), (events) => {
        const { switchOvers, active } = played(events);
        expect(switchOvers.length).toBeLessThanOrEqual(8);
        for (const [index, { at, from, to }] of switchOvers.entries()) {
          const before = switchOvers[index - 1];
          expect(from).not.toBe(to);
          if (before !== undefined) expect([before.to, before.at < at]).toEqual([from, true]);
        }
        if (switchOvers.length > 0) expect(switchOvers.at(-1)?.to).toBe(active);
      }),
    );
  });
});

describe('[DIA-25] a gateway', () => {
  function logged(lives: GatewayLives, member: string, from: number, count: number): void {
    for (const [, at] of every(member, from, count, 1000)) {
      lives.note('gw1', member, at, 1, undefined);
      lives.noteEvent(member, at);
    }
  }

  it('keeps its switch-over with the new SAs near it across a restart', () => {
    const lives = new GatewayLives([]);
    logged(lives, 'Master', 0, 10);
    lives.noteNewSas('gw1', 7, 1000);
    lives.noteNewSas('gw1', 2, 100_500);
    logged(lives, 'Slave', 100_000, 10);
    lives.noteNewSas('gw1', 3, 112_000);
    lives.noteNewSas('gw1', 9, 190_000);
    const [record] = lives.takeChanges();
    expect(record?.turns).toMatchObject({ active: 'Slave', switchOvers: [{ at: 100_000, newSas: 5 }] });
    const again = new GatewayLives(record === undefined ? [] : [record]);
    logged(again, 'Slave', 200_000, 3);
    logged(again, 'Master', 300_000, 10);
    expect(again.takeChanges()[0]?.turns.switchOvers).toMatchObject([{ at: 100_000 }, { at: 300_000, from: 'Slave' }]);
  });
});
