import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { forged } from '../packets/causes/damage.js';

/**
 * Somebody without the key makes packets up: their numbers are anywhere in 32 bits. The replay check comes first, so
 * those below the window give 278, and the others fail the integrity check.
 */
export const createForged: IncidentFactory = (context) => {
  const { random } = context;
  return causeIncident(context, {
    causes: [forged],
    tunnels: random.integer(4, 8),
    lengthMs: random.between(60_000, 120_000),
  });
};
