import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { SwitchOver } from '@tunnelwatch/shared/tunnel';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { begunAlike, groupVerdicts } from '../group-verdicts.js';
import { makeVerdict, utcTimeOf, written } from '../make-verdict.js';
import {
  confidenceOfTunnels,
  ENDS,
  type GatewayFacts,
  type GatewayRule,
  type JudgedTunnel,
  PATH,
} from './gateway-facts.js';

/** What a switch-over can give to tunnels. Suspected replay and forged packets stand for themselves, whatever came with them. */
const FOLLOWS: ReadonlySet<VerdictName> = new Set([
  ...PATH,
  ...ENDS,
  'peer-reset',
  'peer-switch-over',
  'crypto-hardware',
]);

/**
 * Another HA member began to log, and at the same time many tunnels got new SAs or began to fail: the pair has switched
 * over. The change of the member alone is not a problem, and is shown among the facts of the gateway.
 */
export const haSwitchOver: GatewayRule = (facts) => {
  const { tunnels, settings } = facts;
  const switched = lastSwitchOver(facts);
  if (switched === undefined) return undefined;
  const began = tunnels.filter((tunnel) => hasFollowed(tunnel, switched, facts));
  const most = Math.max(began.length, switched.newSas);
  if (most < settings.commonTunnels) return undefined;
  return makeVerdict('ha-switch-over', {
    settings,
    explained: began.length,
    of: tunnels.length,
    confidence: confidenceOfTunnels(most, settings),
    messageIds: [],
    evidence: [
      { text: `${switched.to} has logged instead of ${switched.from} since ${utcTimeOf(switched.at)}`, events: [] },
      ...(switched.newSas === 0
        ? []
        : [{ text: `${written(switched.newSas)} new SAs were seen within a minute of it`, events: [] }]),
      ...groupVerdicts(began).map(({ name, tunnels: count }) => begunAlike(name, count, settings)),
    ],
  });
};

/** The facts without the tunnels that a switch-over explains, if there was one: no other cause has to be found for them. */
export function withoutSwitchOver(facts: GatewayFacts): GatewayFacts {
  const switched = haSwitchOver(facts) === undefined ? undefined : lastSwitchOver(facts);
  if (switched === undefined) return facts;
  return { ...facts, tunnels: facts.tunnels.filter((tunnel) => !hasFollowed(tunnel, switched, facts)) };
}

/** The newest switch-over within the period of a verdict, or since which tunnels have kept failing. */
function lastSwitchOver({ switchOvers, now, tunnels, settings }: GatewayFacts): SwitchOver | undefined {
  const newest = switchOvers.at(-1);
  if (newest === undefined) return undefined;
  const isLately = now - newest.at <= settings.spanMinutes * MINUTE_MS;
  return isLately || tunnels.some((tunnel) => hasFollowed(tunnel, newest, { settings })) ? newest : undefined;
}

function hasFollowed(
  { verdict, hasBegun }: JudgedTunnel,
  { at }: SwitchOver,
  { settings }: Pick<GatewayFacts, 'settings'>,
): boolean {
  return hasBegun && FOLLOWS.has(verdict.name) && Math.abs(verdict.since - at) <= settings.togetherSeconds * 1000;
}
