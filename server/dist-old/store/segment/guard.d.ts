/** A part with its checksum in front. */
export declare function withSum(part: Buffer): Buffer;
/** Checks the checksum in front of a part, and gives what follows it. */
export declare function checkedPart(name: string, part: Buffer): Buffer;
/** @throws DamagedSegment when the bytes do not have that checksum */
export declare function checkSum(name: string, bytes: Buffer, sum: number): void;
/** Names the part in whatever goes wrong while it is read. */
export declare function readable<Result>(name: string, read: () => Result): Result;
