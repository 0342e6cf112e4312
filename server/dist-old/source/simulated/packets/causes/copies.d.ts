import { type PacketCause } from '../cause.js';
/** A link doubles packets (LAG, mirror port, loop): the second copy comes right behind the first. */
export declare const duplication: PacketCause;
