const HALF = 0x1_0000_0000;
const HALF_BIG = 0x100000000n;
const MOST = (1n << 64n) - 1n;
/** The two halves of a number in decimal digits; NaN where it is none of 0 to 2^64 − 1. */
export function halvesOf(decimal) {
    if (decimal === undefined)
        return { high: Number.NaN, low: Number.NaN };
    // Fifteen digits are below 2^53, and nearly all numbers are.
    if (decimal.length <= 15 && !decimal.startsWith('-')) {
        const value = Number(decimal);
        return { high: Math.floor(value / HALF), low: value % HALF };
    }
    const value = BigInt(decimal);
    if (value < 0n || value > MOST)
        return { high: Number.NaN, low: Number.NaN };
    return { high: Number(value / HALF_BIG), low: Number(value % HALF_BIG) };
}
/** The first number less the second: exact where they are less than 2^53 apart, and else about right. */
export function difference(high, low, fromHigh, fromLow) {
    return (high - fromHigh) * HALF + (low - fromLow);
}
/** Decimal digits of a number of two halves plus a whole offset of less than 2^53. */
export function digitsOf(high, low, offset = 0) {
    return (BigInt(high) * HALF_BIG + BigInt(low) + BigInt(offset)).toString();
}
//# sourceMappingURL=drop.js.map