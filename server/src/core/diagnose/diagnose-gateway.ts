import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import { commonPath, configurationChange } from './gateway-rules/common-cause.js';
import { cryptoHardware } from './gateway-rules/crypto-hardware.js';
import { fragmentation } from './gateway-rules/fragmentation.js';
import type { GatewayFacts, GatewayRule } from './gateway-rules/gateway-facts.js';
import { haSwitchOver, withoutSwitchOver } from './gateway-rules/ha-switch-over.js';
import { memory } from './gateway-rules/memory.js';

/** Causes besides a switch-over, those that cause others first. */
const OTHERS: readonly GatewayRule[] = [memory, cryptoHardware, commonPath, configurationChange, fragmentation];

/** The common causes of a gateway's tunnels, and what its messages about no tunnel indicate; empty if there are none. */
export function diagnoseGateway(facts: GatewayFacts): Verdict[] {
  const rest = withoutSwitchOver(facts);
  return [haSwitchOver(facts), ...OTHERS.map((rule) => rule(rest))].filter((verdict) => verdict !== undefined);
}
