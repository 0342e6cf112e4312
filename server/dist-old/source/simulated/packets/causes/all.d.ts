import type { PacketCause } from '../cause.js';
/** Everything that can be wrong with the packets of a tunnel. */
export declare const PACKET_CAUSES: readonly PacketCause[];
