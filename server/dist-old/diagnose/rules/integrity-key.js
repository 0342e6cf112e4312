import { makeVerdict, written } from '../make-verdict.js';
import { FEW } from './rule.js';
/** Failures of packet after packet: the keys or algorithms of integrity differ, so that nearly none passes. */
export const integrityKey = ({ counts, recent }) => {
    const { integrity } = counts;
    if (integrity.count < 2 * FEW || integrity.dense < integrity.count * 0.6)
        return undefined;
    const events = recent.newest((kind) => kind === 'integrity');
    return makeVerdict('integrity-key', {
        explained: integrity.count,
        of: counts.events,
        messageIds: [611],
        evidence: [
            {
                text: `${written(integrity.dense)} of ${written(integrity.count)} failed integrity checks are of packets that follow on each other`,
                events,
            },
        ],
    });
};
//# sourceMappingURL=integrity-key.js.map