/** The time in the unit of a time stamp with that many decimals (0 for whole seconds), for both encoder and decoder. */
export function timeInUnit(timeMs: number, decimals: number): number {
  return decimals >= 3 ? timeMs * 10 ** (decimals - 3) : Math.floor(timeMs / 10 ** (3 - decimals));
}
