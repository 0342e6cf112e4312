import { RateWatch } from '../alert/rate-watch.js';
/** The judge of rates, over what the store has counted of late. */
export function openRates(book, state, interner, { rules, isWatched, pastAfterMs, clock }) {
    if (rules === null || !isWatched)
        return undefined;
    return new RateWatch({
        ...{
            book,
            rules,
            pastAfterMs,
            recent: state.recent ?? [],
            usual: state.usual ?? [],
            storedRules: state.ruleSettings ?? [],
            now: clock(),
        },
        subjectOf: (id) => interner.subjectById(id),
        idOf: (subject) => interner.subjectId(subject),
        kindOf: (id) => interner.kindById(id),
    });
}
//# sourceMappingURL=open-rates.js.map