import type { PacketCause } from '../cause.js';
/** The keys of integrity differ: no packet passes that check, and the window never moves. */
export declare const integrityKey: PacketCause;
/** The keys of encryption differ: the packets are authentic, and what is decrypted is noise. */
export declare const encryptionKey: PacketCause;
/** The two ends pad in different ways. */
export declare const padding: PacketCause;
