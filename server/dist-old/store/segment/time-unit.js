/** The time in the unit of a stamp with that many decimals (0 for whole seconds); both ends work it out alike. */
export function timeInUnit(timeMs, decimals) {
    return decimals >= 3 ? timeMs * 10 ** (decimals - 3) : Math.floor(timeMs / 10 ** (3 - decimals));
}
//# sourceMappingURL=time-unit.js.map