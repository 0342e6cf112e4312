import { type PacketCause } from '../cause.js';
/** The crypto hardware cannot keep up: packets of both directions are lost to it. */
export declare const cryptoCongestion: PacketCause;
