import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { peerSwitchOver } from '../packets/causes/peer-switch-over.js';
import { isLongInUse } from './long-in-use.js';

/** The standby of a peer takes over with old numbers: every packet is late until they reach the window. Ends with a new SA. */
export const createPeerSwitchOver: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [peerSwitchOver],
    tunnels: random.integer(1, 2),
    lengthMs: random.between(45_000, 120_000),
    suits: isLongInUse(context),
  });
};
