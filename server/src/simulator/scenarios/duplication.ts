import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { duplication } from '../packets/causes/copies.js';

/** A link copies packets (LAG, mirror port, loop): the second copy of each comes right behind, on several tunnels of one gateway. */
export const createDuplication: IncidentFactory = (context) => {
  const { random, world } = context;
  return causeIncident(context, {
    causes: [duplication],
    tunnels: random.integer(3, 6),
    lengthMs: random.between(60_000, 150_000),
    sharedBy: { gateway: random.pick(world.gateways), cause: 'common-path', verdict: 'common-path' },
  });
};
