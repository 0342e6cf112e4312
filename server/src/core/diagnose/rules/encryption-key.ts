import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from './rule.js';

const MAIN = [464, 604, 606] as const;
const BESIDE = [254, 135] as const;

/** Packets that pass the integrity check and decrypt to garbage: the encryption keys or algorithms differ. */
export const encryptionKey: TunnelRule = ({ counts, recent, settings }) => {
  const noise = counts.of(...MAIN, ...BESIDE);
  const kinds = MAIN.filter((id) => counts.of(id) > 0);
  const failed = counts.of(611);
  if (noise < settings.ruleDrops || kinds.length < 2 || failed > noise * settings.strayShare) return undefined;
  const events = recent.newest((_kind, id) => [...MAIN, ...BESIDE].some((own) => own === id));
  return makeVerdict('encryption-key', {
    settings,
    explained: noise,
    of: counts.events,
    messageIds: [...kinds],
    evidence: [
      {
        text: `${[...MAIN, ...BESIDE].map((id) => `${written(counts.of(id))} of message ${String(id)}`).join(', ')}: decrypted packets are garbage`,
        events,
      },
      {
        text: `${failed === 0 ? 'no' : written(failed)} integrity check failed, so the packets are the peer's`,
        events: [],
      },
    ],
  });
};
