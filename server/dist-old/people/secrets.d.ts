/** An opaque session secret. */
export declare function newSessionSecret(): string;
/** A token; its beginning lets scanners for leaked secrets know it. */
export declare function newTokenSecret(): string;
/** A password that is used once and typed by hand: 16 letters of 31, so about 79 bits. */
export declare function newOneTimePassword(): string;
/** What is stored of a session or token: without salt, since 256 random bits need none, and found by an index. */
export declare function hashSecret(secret: string): Buffer;
