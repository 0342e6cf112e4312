import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { overflow } from '../packets/causes/overflow.js';
import type { Tunnel } from '../tunnel.js';

/**
 * The outbound counter of an SA comes to 2^32 - 1 at the rate of its packets and nobody rekeys: from then on each packet to
 * be sent gives 339. Before that, a packet that fails to be encrypted shows the counter on its way.
 */
export const createOverflow: IncidentFactory = (context) => {
  const { random, atMs } = context;
  const lengthMs = random.between(90_000, 150_000);
  return causeIncident(context, {
    causes: [overflow],
    tunnels: random.integer(1, 2),
    lengthMs,
    // A counter that the log has told of would be seen to jump.
    suits: ({ outbound }: Tunnel) => !outbound.wasSeen,
    prepare({ outbound }) {
      const seconds = (lengthMs / 1000) * random.between(0.45, 0.65);
      outbound.exhaustAfter(atMs, seconds);
      return atMs + seconds * 1000;
    },
  });
};
