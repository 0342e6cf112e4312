/**
 * A whole number of up to 64 bits (unsigned up to 2^64 − 1, signed down to −2^63), decimal or 0x hexadecimal.
 * Leading zeros never make it octal. Undefined for anything else. Extended sequence numbers (RFC 4304) need all 64 bits.
 */
export declare function parseWholeNumber(text: string): bigint | undefined;
/** A message id: a whole number from 0 to 2^31 − 1, in decimal (leading zeros allowed) or 0x hexadecimal. */
export declare function parseMessageId(text: string): number | undefined;
