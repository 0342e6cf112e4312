/**
 * True for an address that only this machine or network reaches, and for whatever is no address. What holds an IPv4
 * address in another form counts as private: nothing public is reached that way only.
 */
export declare function isPrivateAddress(address: string): boolean;
