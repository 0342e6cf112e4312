/** Drops that a rule needs before it says anything. */
export const FEW = 5;
//# sourceMappingURL=rule.js.map