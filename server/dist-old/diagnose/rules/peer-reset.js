import { makeVerdict, written } from '../make-verdict.js';
import { FEW } from './rule.js';
/** Up to this a number is that of a counter which has begun anew. */
const YOUNG = 100_000;
/** And up to this nobody would have recorded it to send it again. */
const NEAR_ONE = 100;
/** Late numbers that climb one by one from near 1 while the window stands still: the peer counts anew in the old SA. */
export const peerReset = ({ counts, rate, recent }) => {
    const { late, climbing, still, stalled, lowestLate } = counts;
    if (late < 2 * FEW || climbing < late * 0.6 || still < late * 0.8)
        return undefined;
    // Without a rate nobody knows whether the window should have moved; numbers near 1 tell it all the same.
    const isStalled = stalled >= late * 0.3;
    if (!isStalled && !(lowestLate <= NEAR_ONE && rate === undefined))
        return undefined;
    const events = recent.newest((kind) => kind === 'late');
    return makeVerdict('peer-reset', {
        explained: late,
        of: counts.events,
        messageIds: [278],
        ...(lowestLate <= YOUNG ? {} : { atMost: 'medium' }),
        evidence: [
            { text: `${written(climbing)} of ${written(late)} late packets carry the number after the one before`, events },
            { text: `the lowest of their numbers is ${written(lowestLate)}, and the window does not move`, events: [] },
        ],
    });
};
//# sourceMappingURL=peer-reset.js.map