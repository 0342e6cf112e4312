import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import type { Gateway } from './gateway.js';
import type { Random } from './random.js';
import { InboundSa, OutboundSa } from './security-association.js';
import { createWeightedPicker } from './weighted-picker.js';

/** One IPsec tunnel of a gateway with both of its SAs. */
export interface Tunnel {
  readonly gateway: Gateway;
  /** Opaque token that the gateway logs, unique within the gateway. */
  readonly matchkey: string;
  readonly iface: string;
  readonly localIp: string;
  readonly peerIp: string;
  /** Network behind the peer. */
  readonly network: string;
  readonly spi: number;
  /** The window that it was set up with, packets; that of its SAs may be another where a run wants it so. */
  readonly usualWindow: number;
  readonly inbound: InboundSa;
  readonly outbound: OutboundSa;
  /** True while an incident has it for itself, so that two causes never mix in one tunnel. */
  isClaimed: boolean;
}

const WINDOW_SIZES = [32, 64, 128, 256, 512, 1024, 2048, 4096] as const;
const pickWindowSize = createWeightedPicker([4, 76, 8, 5, 3, 2, 1, 1]);
const SUBSPACE = 0x1_0000_0000;

/** Every twentieth tunnel uses extended sequence numbers; the first of a gateway never does. */
const ESN_EVERY = 20;

interface TunnelSettings {
  gateway: Gateway;
  /** Number of the tunnel within its gateway, from 0. */
  index: number;
  matchkey: string;
  startMs: number;
  /** True when all SAs are new at the start, as after a restart of the gateway. */
  isFresh: boolean;
  /** The window of its SAs, packets; the usual one unless given. */
  windowSize: number | undefined;
}

/** Makes a tunnel whose SAs have been running for a while at the start, unless they are to be fresh. */
export function createTunnel(settings: TunnelSettings, random: Random): Tunnel {
  const { gateway, index, matchkey, startMs } = settings;
  const lifetimeMs = random.between(1, 8) * HOUR_MS;
  const ageMs = settings.isFresh ? random.between(0, 20_000) : random.between(0.05 * HOUR_MS, lifetimeMs);
  const usesEsn = index % ESN_EVERY === ESN_EVERY - 1;
  const packetsPerSecond = Math.round(Math.exp(random.between(Math.log(100), Math.log(40_000))));
  const shared = { packetsPerSecond, usesEsn, createdAtMs: startMs - ageMs, lifetimeMs };
  const usualWindow = WINDOW_SIZES[pickWindowSize(random)] ?? 64;
  const inbound = new InboundSa({
    ...shared,
    windowSize: settings.windowSize ?? usualWindow,
    firstSeqno: usesEsn && !settings.isFresh ? random.integer(1, 6) * SUBSPACE + 1 : 1,
  });
  return {
    gateway,
    matchkey,
    iface: `ipsec_${gateway.name.slice(3)}_${String(index + 1).padStart(3, '0')}`,
    localIp: gateway.address,
    peerIp: `203.0.113.${1 + (index % 254)}`,
    network: `198.51.100.${(index % 64) * 4}/30`,
    spi: random.integer(0x1000_0000, 0xffff_ffff),
    usualWindow,
    inbound,
    outbound: new OutboundSa(shared),
    isClaimed: false,
  };
}
