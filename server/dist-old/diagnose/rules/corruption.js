import { makeVerdict, written } from '../make-verdict.js';
import { FEW } from './rule.js';
/** Failures far apart whose numbers grow with the traffic: packets are damaged now and then. */
export const corruption = ({ counts, recent }) => {
    const { integrity } = counts;
    const rising = integrity.sparse + integrity.dense;
    if (integrity.count < FEW || integrity.sparse < integrity.count * 0.5 || integrity.back > rising * 0.1) {
        return undefined;
    }
    const kin = counts.of(413, 133, 487, 606);
    const events = recent.newest((kind) => kind === 'integrity');
    return makeVerdict('corruption', {
        explained: integrity.count + kin,
        of: counts.events,
        messageIds: [611, 606],
        evidence: [
            { text: `${written(integrity.count)} failed integrity checks, their numbers growing in large steps`, events },
            {
                text: `${written(integrity.range / Math.max(1, integrity.count - 1))} packets from one to the next on the average`,
                events: [],
            },
            ...(kin === 0 ? [] : [{ text: `${written(kin)} of messages 413, 133, 487 and 606 beside them`, events: [] }]),
        ],
    });
};
//# sourceMappingURL=corruption.js.map