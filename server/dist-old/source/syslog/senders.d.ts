import type { SenderRange } from '../../config/sender-range.js';
/** An address as people write it: a mapped IPv4 address as IPv4, and without the name of an interface. */
export declare function plainAddress(address: string): string;
/** Tells whether a sender is heard, by its plain address. Null allows everybody. */
export declare function senderFilter(allow: readonly SenderRange[] | null): (address: string) => boolean;
