import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { cryptoCongestion } from '../packets/causes/crypto-congestion.js';

/** The crypto hardware of one gateway cannot keep up: many of its tunnels fail to decrypt and to encrypt. */
export const createCryptoCongestion: IncidentFactory = (context) => {
  const { random, world } = context;
  return causeIncident(context, {
    causes: [cryptoCongestion],
    tunnels: random.integer(3, 8),
    lengthMs: random.between(60_000, 150_000),
    sharedBy: { gateway: random.pick(world.gateways), cause: 'crypto-congestion', verdict: 'crypto-hardware' },
  });
};
