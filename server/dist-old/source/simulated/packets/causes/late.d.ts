import { type PacketCause } from '../cause.js';
/** Packets overtake each other: some come later than the window forgives, by up to some milliseconds or a few hundred. */
export declare const reordering: PacketCause;
/** A queue that fills, or a second way that is far longer: packets come most of a second to two seconds late. */
export declare const buffering: PacketCause;
