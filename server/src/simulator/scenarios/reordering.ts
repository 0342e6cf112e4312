import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { buffering, reordering } from '../packets/causes/late.js';

const SHARED = { cause: 'common-path', verdict: 'common-path' } as const;

/**
 * Packets overtake each other (QoS, ECMP, several cores): each comes once, a little later than the window forgives. Now and
 * then it is the way that several tunnels of one gateway share.
 */
export const createReordering: IncidentFactory = (context) => {
  const { random, world } = context;
  const isShared = random.chance(0.4);
  return causeIncident(context, {
    causes: [reordering],
    tunnels: isShared ? random.integer(3, 4) : random.integer(1, 3),
    lengthMs: random.between(60_000, 180_000),
    ...(isShared ? { sharedBy: { gateway: random.pick(world.gateways), ...SHARED } } : {}),
  });
};

/** A queue fills up, or traffic takes a far longer way: packets come most of a second late and more. */
export const createBuffering: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [buffering],
    tunnels: random.integer(1, 2),
    lengthMs: random.between(60_000, 150_000),
  });
};
