import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { TellingCause } from '../../../../server/src/simulator/packets/cause.js';
import { PACKET_CAUSES } from '../../../../server/src/simulator/packets/causes/all.js';
import { Random } from '../../../../server/src/simulator/random.js';
import { diagnose, drawTunnel, loggedDrops, type SimulatedTunnel, toDrops, type Wording } from './simulated-tunnel.js';

/** Drops from which on a verdict is expected. */
const ENOUGH = 30;
/** Tunnels of one gateway that have the same cause, or each its own. */
const ALONE = 3;
const MIXED = 8;

/** What became of the tunnels of one cause. */
export interface CauseResult {
  cause: TellingCause;
  /** Tunnels with enough drops, and the verdicts that were named first. */
  tunnels: number;
  verdicts: Map<VerdictName, number>;
  /** Beginnings of the same logs with fewer drops, and how many of them were named wrongly. */
  thin: number;
  thinWrong: number;
}

/**
 * Lets every cause happen on gateways of its own and on mixed ones, a gateway of each kind a seed, and judges each tunnel
 * by what its gateway would log.
 */
export function evaluate(seeds: number, wording: Wording = {}): CauseResult[] {
  const results = new Map(PACKET_CAUSES.map((cause) => [cause.name, emptyResult(cause)]));
  for (let seed = 1; seed <= seeds; seed++) {
    for (const [index, cause] of PACKET_CAUSES.entries()) {
      judgeGateway(
        Array.from({ length: ALONE }, () => cause),
        seed * 1000 + index * 20,
        results,
        wording,
      );
    }
    const random = new Random(seed, 13);
    const mixed = random.shuffle([...PACKET_CAUSES, ...PACKET_CAUSES]).slice(0, MIXED);
    judgeGateway(mixed, seed * 1000 + 500, results, wording);
  }
  return [...results.values()];
}

/** Share of the tunnels whose cause was named first; 1 where there are none. */
export function rightShare({ cause, tunnels, verdicts }: CauseResult): number {
  return tunnels === 0 ? 1 : (verdicts.get(cause.truth) ?? 0) / tunnels;
}

function emptyResult(cause: TellingCause): CauseResult {
  return { cause, tunnels: 0, verdicts: new Map(), thin: 0, thinWrong: 0 };
}

function judgeGateway(
  causes: readonly TellingCause[],
  firstSeed: number,
  results: ReadonlyMap<string, CauseResult>,
  wording: Wording,
): void {
  const tunnels = causes.map((cause, index) => drawTunnel(cause, firstSeed + index));
  const cryptoTunnels = tunnels.filter(({ cause }) => cause.truth === 'crypto-hardware').length;
  for (const tunnel of tunnels) {
    const result = results.get(tunnel.cause.name);
    if (result !== undefined) judgeTunnel(tunnel, result, { wording, cryptoTunnels });
  }
}

function judgeTunnel(
  tunnel: SimulatedTunnel,
  result: CauseResult,
  { wording, cryptoTunnels }: { wording: Wording; cryptoTunnels: number },
): void {
  const drops = toDrops(loggedDrops(tunnel), wording);
  // Two tunnels at once are what tells congested hardware: a single one is nobody's verdict.
  const truth = tunnel.cause.truth === 'crypto-hardware' && cryptoTunnels < 2 ? 'undetermined' : tunnel.cause.truth;
  const first = (count: number) => diagnose(drops.slice(0, count), cryptoTunnels).verdicts[0]?.name ?? 'undetermined';
  for (const count of [6, 12, 20]) {
    if (drops.length < count) continue;
    const name = first(count);
    result.thin += 1;
    if (name !== truth && name !== 'undetermined') result.thinWrong += 1;
  }
  if (drops.length < ENOUGH) return;
  const name = first(drops.length);
  const told = truth === name ? tunnel.cause.truth : name;
  result.tunnels += 1;
  result.verdicts.set(told, (result.verdicts.get(told) ?? 0) + 1);
}
