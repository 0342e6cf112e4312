import { makeVerdict, written } from '../make-verdict.js';
import { FEW } from './rule.js';
/** Bad padding and nothing else of decryption: the two ends pad in different ways. */
export const padding = ({ counts, recent }) => {
    const bad = counts.of(604);
    const other = counts.of(464, 606, 254, 135);
    if (bad < FEW || other > bad * 0.05)
        return undefined;
    return makeVerdict('padding', {
        explained: bad,
        of: counts.events,
        messageIds: [604],
        evidence: [
            {
                text: `${written(bad)} packets with bad padding, and ${other === 0 ? 'no' : written(other)} other failure of decryption`,
                events: recent.newest((_kind, id) => id === 604),
            },
        ],
    });
};
//# sourceMappingURL=padding.js.map