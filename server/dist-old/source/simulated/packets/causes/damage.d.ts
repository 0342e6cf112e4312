import { type PacketCause } from '../cause.js';
/** A bad line, card or memory damages one packet in some hundreds. */
export declare const corruption: PacketCause;
/** Somebody without the key makes packets up, their numbers anywhere in 32 bits. */
export declare const forged: PacketCause;
