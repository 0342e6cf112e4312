import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { corruption } from '../packets/causes/damage.js';

/** A bad line, card or memory breaks a packet now and then: 611 thinly spread, its numbers growing with the traffic. */
export const createCorruption: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [corruption],
    tunnels: random.integer(1, 3),
    lengthMs: random.between(60_000, 180_000),
  });
};
