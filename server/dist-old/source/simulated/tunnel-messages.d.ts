import { type SimulatedMessage } from './message.js';
import type { Random } from './random.js';
import type { Tunnel } from './tunnel.js';
/** Messages about packets of one tunnel. `seqno` is a whole number; lengths are bytes. */
/**
 * What the gateway logs when a packet with this number arrives and its window refuses it: 278, or 611 where an extended
 * number was rebuilt wrongly. Undefined when the packet would be accepted.
 */
export declare function refusal(tunnel: Tunnel, seqno: number): SimulatedMessage | undefined;
export declare function integrityFailed(tunnel: Tunnel, seqno: number): SimulatedMessage;
/** 606: the data is no multiple of the cipher's block. */
export declare function badCiphertextLength(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
/** 254: neither 4 nor 6. */
export declare function badIpVersion(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
/** 464: some protocol that a tunnel does not carry. */
export declare function badNextHeader(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
/** 604: a pad length that does not fit its data. */
export declare function badPadding(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
export declare function decryptionFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
export declare function encryptionFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
export declare function ivFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
/** 768: congestion was marked on the way, and the inner packet cannot carry the mark (RFC 6040 section 4.2). */
export declare function ecnDropped(tunnel: Tunnel, seqno: number): SimulatedMessage;
export declare function ecnAdjusted(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
export declare function resizeFailed(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
/** 264: shorter than an ESP header and its trailer. */
export declare function packetTooSmall(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
export declare function payloadTooSmall(tunnel: Tunnel, seqno: number, random: Random): SimulatedMessage;
export declare function sequenceOverflow(tunnel: Tunnel, seqno: number): SimulatedMessage;
/** The three messages about fragments name no tunnel; `pkt` is the outer IPv4 header in hexadecimal. */
export declare function reassemblyFailed(tunnel: Tunnel, seqno: number, random: Random, id?: 133 | 413 | 487): SimulatedMessage;
