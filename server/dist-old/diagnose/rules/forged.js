import { makeVerdict, written } from '../make-verdict.js';
import { FEW } from './rule.js';
/** Numbers further apart than traffic could be. */
const WIDE = 2 ** 24;
/** Failed integrity checks whose numbers jump about in the whole range: packets of somebody who has no key. */
export const forged = ({ counts, recent }) => {
    const { integrity, lateNumbers, late } = counts;
    const jumps = integrity.back + integrity.sparse;
    const isWild = integrity.back >= jumps * 0.2 && integrity.range >= WIDE;
    if (integrity.count < FEW || !isWild)
        return undefined;
    // The replay check comes first: of made up numbers those below the window fail there.
    const isLateWild = lateNumbers.back >= late * 0.2 && lateNumbers.range >= WIDE;
    const explained = integrity.count + (isLateWild ? late : 0);
    const events = recent.newest((kind) => kind === 'integrity');
    return makeVerdict('forged', {
        explained,
        of: counts.events,
        messageIds: [611],
        evidence: [
            {
                text: `the numbers of ${written(integrity.count)} failed integrity checks lie ${written(integrity.range)} apart and jump back ${written(integrity.back)} times`,
                events,
            },
            ...(isLateWild
                ? [{ text: `so do those of ${written(late)} packets that were below the window`, events: [] }]
                : []),
        ],
    });
};
//# sourceMappingURL=forged.js.map