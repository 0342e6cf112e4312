import { causeIncident } from '../cause-incident.js';
import { switchOver as switchMembers, type Gateway } from '../gateway.js';
import type { IncidentFactory } from '../incident.js';
import type { LineSource } from '../line-source.js';
import { switchOver } from '../packets/causes/late.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';
import { createTurns } from './incident-turns.js';
import type { ScenarioContext } from './scenario-context.js';

const TUNNELS = 8;
const SHARE = 0.4;

/** Lets the members of HA pairs take over from each other, and no packet is lost by it. */
export function createSwitchOvers(world: World, random: Random): LineSource[] {
  return world.gateways
    .filter(({ isHaPair }) => isHaPair)
    .map((gateway) => ({
      get dueMs() {
        return gateway.switchAtMs;
      },
      take() {
        switchMembers(gateway, gateway.switchAtMs, random);
        return undefined;
      },
    }));
}

/** The same with what it does in life: packets that were under way come late, on many tunnels at once. */
export function createRoughSwitchOvers(context: ScenarioContext): LineSource[] {
  return context.world.gateways
    .filter(({ isHaPair }) => isHaPair)
    .map((gateway) =>
      createTurns(context, {
        firstMs: gateway.switchAtMs,
        share: SHARE,
        next: () => roughSwitchOver(gateway),
        after: (_beganMs, endedMs) => Math.max(endedMs, gateway.switchAtMs),
      }),
    );
}

function roughSwitchOver(gateway: Gateway): IncidentFactory {
  return (context) => {
    const { random, atMs } = context;
    switchMembers(gateway, atMs, random);
    return causeIncident(context, {
      causes: [switchOver],
      tunnels: TUNNELS,
      lengthMs: random.between(5000, 9000),
      sharedBy: { gateway, cause: 'ha-switch-over', verdict: null },
    });
  };
}
