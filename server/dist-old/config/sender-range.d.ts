/** A range of addresses; a single one has the longest prefix. */
export interface SenderRange {
    readonly family: 'ipv4' | 'ipv6';
    readonly address: string;
    /** Bits that must be equal: 0 to 32, or 0 to 128. */
    readonly prefix: number;
}
/**
 * Reads an address or a range in CIDR form, as in `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`. A mapped IPv4 address
 * means the IPv4 address. Undefined when it is neither.
 */
export declare function parseSenderRange(text: string): SenderRange | undefined;
