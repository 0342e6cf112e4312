import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { replayAttack } from '../packets/causes/replay.js';
import { isLongInUse } from './long-in-use.js';

/** Somebody recorded a piece of the traffic and sends it again, burst after burst, while the real traffic goes on. */
export const createReplayAttack: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [replayAttack],
    tunnels: random.integer(1, 2),
    lengthMs: random.between(60_000, 150_000),
    suits: isLongInUse(context),
  });
};
