import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import { ProposedConditions } from '@tunnelwatch/server/core/alert/registry/proposed-conditions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 1, 10, 17);

interface Node {
  alerts: AlertRegistry;
  proposed: ProposedConditions;
}

function node(): Node {
  const alerts = new AlertRegistry({ alerts: [], lastId: 0 });
  return { alerts, proposed: new ProposedConditions(alerts) };
}

const tunnel = (matchkey: string) => ({ kind: 'tunnel' as const, gateway: 'gw1', matchkey });

function raise({ proposed }: Node, matchkey: string): void {
  proposed.raise({
    rule: 'rate-replay',
    subject: tunnel(matchkey),
    message: 'Anti-replay drops',
    severity: 'notice',
    priority: 'medium',
    class: 'replay',
    since: NOW,
    events: { count: 10, peak: 10, lastTime: NOW },
  });
}

/** What happens: a node finds a condition, or that it has ended; or one of them speaks for all. */
const actions = fc.array(
  fc.record({
    kind: fc.constantFrom('raise' as const, 'clear' as const, 'speak' as const),
    node: fc.integer({ min: 0, max: 2 }),
    matchkey: fc.constantFrom('1', '2', '3'),
  }),
  { maxLength: 60 },
);

describe('findings of several nodes', () => {
  it('[CLU-65] come to the same alerts on all of them, whoever finds what and whoever speaks', () => {
    fc.assert(
      fc.property(actions, (all) => {
        const nodes = [node(), node(), node()];
        all.forEach(({ kind, node: index, matchkey }, second) => {
          const own = nodes[index];
          if (own === undefined) return;
          const at = NOW + second * 1000;
          if (kind === 'raise') raise(own, matchkey);
          else if (kind === 'clear') own.proposed.clear('rate-replay', tunnel(matchkey));
          else {
            const said = own.proposed.proposals(2);
            for (const each of nodes) each.proposed.decide(said, at);
          }
        });
        const [first, ...others] = nodes.map(({ alerts }) => alerts.all());
        for (const each of others) expect(each).toEqual(first);
      }),
    );
  });

  it('[CLU-65] are told by the next node to speak when the one before it says nothing more', () => {
    const [dies, lives] = [node(), node()];
    raise(dies, '1');
    raise(lives, '1');
    // The one that spoke for all dies before it has said so.
    const said = lives.proposed.proposals();
    lives.proposed.decide(said, NOW);
    expect(lives.alerts.isRaised('rate-replay', tunnel('1'))).toBe(true);
    expect(lives.proposed.hasAny).toBe(false);
  });

  it('[CLU-65] do not get lost when one is made while an earlier one is on its way', () => {
    const own = node();
    raise(own, '1');
    own.proposed.decide(own.proposed.proposals(), NOW);
    own.proposed.clear('rate-replay', tunnel('1'));
    const onItsWay = own.proposed.proposals();
    raise(own, '1');
    own.proposed.decide(onItsWay, NOW + 1000);
    own.proposed.decide(own.proposed.proposals(), NOW + 2000);
    expect(own.alerts.isRaised('rate-replay', tunnel('1'))).toBe(true);
  });
});
