import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { severalSenders } from '../packets/causes/senders.js';
import { isLongInUse } from './long-in-use.js';

/** Several senders use one SA, each with its own counter: packets of all but the furthest are late. */
export const createSeveralSenders: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [severalSenders],
    tunnels: random.integer(1, 2),
    lengthMs: random.between(60_000, 150_000),
    suits: isLongInUse(context),
  });
};
