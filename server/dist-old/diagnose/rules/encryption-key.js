import { makeVerdict, written } from '../make-verdict.js';
import { FEW } from './rule.js';
const MAIN = [464, 604, 606];
const BESIDE = [254, 135];
/** Packets that pass the integrity check and come out of decryption as noise: the keys or algorithms of encryption differ. */
export const encryptionKey = ({ counts, recent }) => {
    const noise = counts.of(...MAIN, ...BESIDE);
    const kinds = MAIN.filter((id) => counts.of(id) > 0);
    const failed = counts.of(611);
    if (noise < FEW || kinds.length < 2 || failed > noise * 0.1)
        return undefined;
    const events = recent.newest((_kind, id) => [...MAIN, ...BESIDE].some((own) => own === id));
    return makeVerdict('encryption-key', {
        explained: noise,
        of: counts.events,
        messageIds: [...kinds],
        evidence: [
            {
                text: `${[...MAIN, ...BESIDE].map((id) => `${written(counts.of(id))} of message ${String(id)}`).join(', ')}: what was decrypted makes no sense`,
                events,
            },
            {
                text: `${failed === 0 ? 'no' : written(failed)} integrity check failed, so the packets are the peer's`,
                events: [],
            },
        ],
    });
};
//# sourceMappingURL=encryption-key.js.map