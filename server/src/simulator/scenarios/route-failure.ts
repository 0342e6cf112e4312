import { policyNotRemoved, routeNotAdded, routeNotRemoved } from '../gateway-messages.js';
import type { IncidentFactory } from '../incident.js';
import { createPlannedIncident, type PlannedMessage } from '../planned-incident.js';

/** Only few tunnels lead to dynamic routes: what is left behind adds up on the same interfaces, as it does in life. */
const ROUTED_TUNNELS = 6;

/** A tunnel goes down and up again, and the routing table cannot follow: 1682 and 1683, and often a policy that stays. */
export const createRouteFailure: IncidentFactory = ({ world, random, truth, atMs }) => {
  const tunnel = random.pick(world.tunnels.slice(0, ROUTED_TUNNELS));
  const { gateway, iface } = tunnel;
  const tally = truth.open({ gateway, iface, cause: 'route-failure', verdict: null, fromMs: atMs });
  const messages: PlannedMessage[] = [
    { afterMs: 0, message: { ...routeNotRemoved(tunnel), tally } },
    { afterMs: 40, message: { ...routeNotAdded(tunnel), tally } },
  ];
  if (random.chance(0.5)) messages.push({ afterMs: 70, message: { ...policyNotRemoved(tunnel), tally } });
  const endMs = atMs + random.between(4000, 20_000);
  return createPlannedIncident({ startMs: atMs, endMs, messages, end: () => truth.close([tally], endMs) });
};
