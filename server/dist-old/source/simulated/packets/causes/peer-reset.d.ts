import type { PacketCause } from '../cause.js';
/** The peer restarts and counts from 1 again in the same SA: packet after packet is late, and the window stands still. */
export declare const peerReset: PacketCause;
