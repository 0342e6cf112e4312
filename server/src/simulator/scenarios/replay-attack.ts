import { causeIncident } from '../cause-incident.js';
import type { Incident, IncidentContext, IncidentFactory } from '../incident.js';
import { replayAttack } from '../packets/causes/replay.js';
import { isLongInUse } from './long-in-use.js';

/** Somebody recorded a piece of the traffic and sends it again, burst after burst, while the real traffic goes on. */
export const createReplayAttack: IncidentFactory = (context) => replayOn(context, context.random.integer(1, 2));

/** The same on one tunnel. */
export const createLoneReplay: IncidentFactory = (context) => replayOn(context, 1);

function replayOn(context: IncidentContext, tunnels: number): Incident {
  return causeIncident(context, {
    causes: [replayAttack],
    tunnels,
    lengthMs: context.random.between(60_000, 150_000),
    suits: isLongInUse(context),
  });
}
