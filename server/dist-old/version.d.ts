/** The version of this Tunnelwatch, from its package. */
export declare const VERSION: string;
