import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { peerReset } from '../packets/causes/peer-reset.js';
import { isLongInUse } from './long-in-use.js';

/**
 * A peer restarted and counts from 1 again on the same SA: every packet is late, one number after the other, while the
 * window stands still. The incident ends with a new SA.
 */
export const createPeerReset: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [peerReset],
    tunnels: random.integer(1, 2),
    lengthMs: random.between(45_000, 120_000),
    suits: isLongInUse(context),
  });
};
