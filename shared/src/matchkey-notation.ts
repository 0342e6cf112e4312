const DECIMAL = /^\d{1,20}$/;
const HEXADECIMAL = /^(?:0x[\da-f]{1,16}|(?=\d*[a-f])[\da-f]{4,16})$/i;
/** Up to here a double is exact. */
const MAX_EXACT_DIGITS = 15;

/**
 * A matchkey in the other notation: `0x1f` for `31`, and `31` for `0x1f` and for hexadecimal digits with a letter among
 * them; null where it is no number.
 */
export function otherNotation(matchkey: string): string | null {
  if (DECIMAL.test(matchkey)) {
    const digits = matchkey.length <= MAX_EXACT_DIGITS ? Number(matchkey).toString(16) : BigInt(matchkey).toString(16);
    return `0x${digits}`;
  }
  if (!HEXADECIMAL.test(matchkey)) return null;
  return BigInt(/^0x/i.test(matchkey) ? matchkey : `0x${matchkey}`).toString();
}
