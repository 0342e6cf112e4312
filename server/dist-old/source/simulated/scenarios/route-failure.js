import { policyNotRemoved, routeNotAdded, routeNotRemoved } from '../gateway-messages.js';
import { createPlannedIncident } from '../planned-incident.js';
/** Only few tunnels lead to dynamic routes: what is left behind adds up on the same interfaces, as it does in life. */
const ROUTED_TUNNELS = 6;
/** A tunnel goes down and up again, and the routing table cannot follow: 1682 and 1683, and often a policy that stays. */
export const createRouteFailure = ({ world, random, atMs }) => {
    const tunnel = random.pick(world.tunnels.slice(0, ROUTED_TUNNELS));
    const plan = [
        { afterMs: 0, message: routeNotRemoved(tunnel) },
        { afterMs: 40, message: routeNotAdded(tunnel) },
    ];
    if (random.chance(0.5))
        plan.push({ afterMs: 70, message: policyNotRemoved(tunnel) });
    return createPlannedIncident(atMs, random.between(4000, 20_000), plan);
};
//# sourceMappingURL=route-failure.js.map