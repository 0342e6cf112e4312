/**
 * 53 bits that tell lines apart (cyrb53, public domain), as an exact number. Two different lines of one sender agree by
 * chance once in 9 × 10^15; nobody gains by making them agree, since it hides only their own lines.
 */
export declare function hashLine(buffer: Buffer, start: number, end: number): number;
