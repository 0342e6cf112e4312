import { makeVerdict, written } from '../make-verdict.js';
import { FEW } from './rule.js';
/** Second copies close behind the first: a link, a mirror port, a loop or both members of an HA pair double packets. */
export const duplication = ({ counts, settings, recent }) => {
    const { copies, duplicate } = counts;
    if (copies < FEW || copies < duplicate * 0.7)
        return undefined;
    const events = recent.newest((kind) => kind === 'duplicate');
    return makeVerdict('duplication', {
        explained: copies,
        of: counts.events,
        messageIds: [278],
        evidence: [
            {
                text: `${written(copies)} packets had been received before, at most ${written(settings.copyDistance)} packets earlier`,
                events,
            },
        ],
    });
};
//# sourceMappingURL=duplication.js.map