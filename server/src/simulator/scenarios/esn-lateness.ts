import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { esnLateness } from '../packets/causes/late.js';
import { usesExtendedNumbers } from '../packets/extended-number.js';

/** Packets come late on tunnels with extended sequence numbers, where they fail the integrity check. Ends with a new SA. */
export const createEsnLateness: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [esnLateness],
    tunnels: random.integer(1, 2),
    lengthMs: random.between(60_000, 150_000),
    suits: ({ inbound }) => usesExtendedNumbers(inbound.flow),
  });
};
