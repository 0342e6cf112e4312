import { ipsecMessage, type SimulatedMessage } from './message.js';
import type { Random } from './random.js';
import type { Tunnel } from './tunnel.js';

/** Messages about packets of one tunnel. `seqno` is a whole number; lengths are bytes. */

/**
 * What the gateway logs when a packet with this number arrives and its window refuses it: 278, or 611 where an extended
 * number was rebuilt wrongly. Undefined when the packet would be accepted.
 */
export function refusal(tunnel: Tunnel, seqno: number): SimulatedMessage | undefined {
  const reading = tunnel.inbound.read(seqno);
  if (reading.isMisread) return integrityFailed(tunnel, reading.seqno);
  if (reading.verdict === 'open' || reading.verdict === 'above') return undefined;
  const { base, size } = tunnel.inbound.window;
  return replayRefused(tunnel, reading.seqno, base, size);
}

export function replayRefused(tunnel: Tunnel, seqno: number, base: number, windowSize: number): SimulatedMessage {
  const numbers = `seqno=${seqno} windowbase=${base} windowsize=${windowSize}`;
  return ipsecMessage(tunnel.gateway, 278, `${numbers} matchkey=${tunnel.matchkey}`);
}

export function integrityFailed(tunnel: Tunnel, seqno: number): SimulatedMessage {
  return ipsecMessage(tunnel.gateway, 611, `seqno=${seqno} matchkey=${tunnel.matchkey}`);
}

/** 606: the data is no multiple of the cipher's block. */
export function badCiphertextLength(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const blklen = random.chance(0.8) ? 16 : 8;
  const datalen = blklen * random.integer(2, 80) + random.integer(1, blklen - 1);
  const paylen = datalen + 8 + blklen + 12;
  const numbers = `seqno=${seqno} iplen=${paylen + 20} paylen=${paylen} datalen=${datalen} blklen=${blklen}`;
  return ipsecMessage(tunnel.gateway, 606, `${numbers} matchkey=${tunnel.matchkey}`);
}

/** 254: neither 4 nor 6. */
export function badIpVersion(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const ipver = random.pick([0, 1, 2, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  return ipsecMessage(tunnel.gateway, 254, `seqno=${seqno} ipver=${ipver} matchkey=${tunnel.matchkey}`);
}

/** 464: some protocol that a tunnel does not carry. */
export function badNextHeader(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const nexthdr = random.integer(60, 255);
  return ipsecMessage(tunnel.gateway, 464, `seqno=${seqno} nexthdr=${nexthdr} matchkey=${tunnel.matchkey}`);
}

/** 604: a pad length that does not fit its data. */
export function badPadding(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const numbers = `seqno=${seqno} datalen=${16 * random.integer(2, 90)} padlen=${random.integer(16, 255)}`;
  return ipsecMessage(tunnel.gateway, 604, `${numbers} matchkey=${tunnel.matchkey}`);
}

export function decryptionFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const numbers = `seqno=${seqno} datalen=${16 * random.integer(3, 90)}`;
  return ipsecMessage(tunnel.gateway, 282, `${numbers} matchkey=${tunnel.matchkey}`);
}

export function encryptionFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const numbers = `seqno=${seqno} datalen=${16 * random.integer(3, 90)}`;
  return ipsecMessage(tunnel.gateway, 572, `${numbers} matchkey=${tunnel.matchkey}`);
}

export function ivFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const len = random.chance(0.7) ? 16 : 8;
  return ipsecMessage(tunnel.gateway, 1057, `seqno=${seqno} len=${len} matchkey=${tunnel.matchkey}`);
}

/** 768: congestion was marked on the way, and the inner packet cannot carry the mark (RFC 6040 section 4.2). */
export function ecnDropped(tunnel: Tunnel, seqno: number): SimulatedMessage {
  return ipsecMessage(tunnel.gateway, 768, `seqno=${seqno} outer=3 inner=0 matchkey=${tunnel.matchkey}`);
}

/** Pairs of outer and inner code points that are resolved, and the outcome (RFC 6040 figure 4). */
const ECN_RESOLVED = [
  'outer=1 inner=2 new=1',
  'outer=1 inner=3 new=3',
  'outer=2 inner=0 new=0',
  'outer=1 inner=0 new=0',
];

export function ecnAdjusted(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const points = random.pick(ECN_RESOLVED);
  return ipsecMessage(tunnel.gateway, 766, `seqno=${seqno} ${points} matchkey=${tunnel.matchkey}`);
}

export function resizeFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const pktlen = random.integer(1380, 1500);
  const numbers = `seqno=${seqno} pktlen=${pktlen} len=${pktlen + random.integer(36, 73)}`;
  return ipsecMessage(tunnel.gateway, 579, `${numbers} matchkey=${tunnel.matchkey}`);
}

/** 264: shorter than an ESP header and its trailer. */
export function packetTooSmall(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const paylen = random.integer(1, 17);
  const numbers = `seqno=${seqno} iplen=${paylen + 20} paylen=${paylen}`;
  return ipsecMessage(tunnel.gateway, 264, `${numbers} matchkey=${tunnel.matchkey}`);
}

export function payloadTooSmall(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage {
  const nexthdr = random.pick([4, 41, 6, 17]);
  return ipsecMessage(tunnel.gateway, 135, `seqno=${seqno} nexthdr=${nexthdr} matchkey=${tunnel.matchkey}`);
}

export function sequenceOverflow(tunnel: Tunnel, seqno: number): SimulatedMessage {
  return ipsecMessage(tunnel.gateway, 339, `seqno=${seqno} matchkey=${tunnel.matchkey}`);
}

/** The three messages about fragments name no tunnel; `pkt` is the outer IPv4 header in hexadecimal. */
export function reassemblyFailed(
  tunnel: Tunnel,
  seqno: number,
  random: Random,
  id: 133 | 413 | 487 = random.pick([133, 413, 487]),
): SimulatedMessage {
  const pktlen = id === 133 ? random.integer(10_001, 65_000) : random.integer(1501, 9000);
  const numbers = `seqno=${seqno} pktlen=${pktlen} pkt=${ipv4Header(tunnel, pktlen, random)}`;
  return ipsecMessage(tunnel.gateway, id, numbers);
}

function ipv4Header(tunnel: Tunnel, length: number, random: Random): string {
  const identification = hex(random.integer(0, 0xffff), 4);
  const checksum = hex(random.integer(0, 0xffff), 4);
  // 45 00, total length, identification, fragment offset, TTL 61, protocol 50 (ESP), checksum, source, destination.
  return `4500${hex(length, 4)}${identification}21723d32${checksum}${address(tunnel.peerIp)}${address(tunnel.localIp)}`;
}

function address(dotted: string): string {
  return dotted
    .split('.')
    .map((part) => hex(Number(part), 2))
    .join('');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
