import { createGateway, type Gateway } from './gateway.js';
import { Random } from './random.js';
import { createTunnel, type Tunnel } from './tunnel.js';
import { createWeightedPicker, zipfWeights } from './weighted-picker.js';

/** The simulated network: gateways, their tunnels, and how active each tunnel is. */
export interface World {
  readonly gateways: readonly Gateway[];
  /** All tunnels; neighbours belong to different gateways. */
  readonly tunnels: readonly Tunnel[];
  /** A tunnel, the active ones far more often (Zipf, exponent 1.1). */
  activeTunnel(random: Random): Tunnel;
}

interface WorldSettings {
  seed: number;
  tunnels: number;
  gateways: number;
  startMs: number;
  /** True when all SAs are new at the start. */
  hasFreshSas: boolean;
  /** The window of all tunnels, packets; each its own unless given. */
  windowSize?: number;
}

const ACTIVITY_EXPONENT = 1.1;
const WORLD_STREAM = 1;

/** Builds the network of a seed. Matchkeys depend on the seed alone, so that a restart meets the same tunnels again. */
export function createWorld(settings: WorldSettings): World {
  const { startMs, seed } = settings;
  const random = new Random(seed, WORLD_STREAM);
  const gateways = Array.from({ length: settings.gateways }, (_, index) => createGateway(index, startMs, random));
  const matchkeys = drawMatchkeys(settings.tunnels, new Random(seed, WORLD_STREAM + 1));
  const tunnels: Tunnel[] = matchkeys.map((matchkey, index) =>
    createTunnel(
      {
        gateway: gatewayOf(gateways, index),
        index: Math.floor(index / gateways.length),
        matchkey,
        startMs,
        isFresh: settings.hasFreshSas,
        windowSize: settings.windowSize,
      },
      random,
    ),
  );
  const pickIndex = createWeightedPicker(zipfWeights(tunnels.length, ACTIVITY_EXPONENT));
  return {
    gateways,
    tunnels,
    activeTunnel: (source) => tunnelAt(tunnels, pickIndex(source)),
  };
}

function drawMatchkeys(count: number, random: Random): string[] {
  const keys = new Set<number>();
  while (keys.size < count) keys.add(random.integer(100_000, 2_147_483_647));
  return [...keys].map(String);
}

function gatewayOf(gateways: readonly Gateway[], index: number): Gateway {
  const gateway = gateways[index % gateways.length];
  if (gateway === undefined) throw new RangeError('a simulation needs at least one gateway');
  return gateway;
}

function tunnelAt(tunnels: readonly Tunnel[], index: number): Tunnel {
  const tunnel = tunnels[index];
  if (tunnel === undefined) throw new RangeError('a simulation needs at least one tunnel');
  return tunnel;
}
