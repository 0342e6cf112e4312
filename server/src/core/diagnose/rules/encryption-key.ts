import { GARBAGE_IDS, MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from '../facts.js';

/** The garbage that most packets give; any two kinds of it are a sign. */
const MAIN = [MESSAGE_ID.badNextHeader, MESSAGE_ID.badPadding, MESSAGE_ID.badCiphertextLength] as const;

/** Packets that pass the integrity check and decrypt to garbage: the encryption keys or algorithms differ. */
export const encryptionKey: TunnelRule = ({ counts, recent, settings }) => {
  const noise = counts.of(...GARBAGE_IDS);
  const kinds = MAIN.filter((id) => counts.of(id) > 0);
  const kindsOf = GARBAGE_IDS.filter((id) => counts.of(id) > 0);
  const failed = counts.of(MESSAGE_ID.integrityFailed);
  if (noise < settings.ruleDrops || kinds.length < 2 || failed > noise * settings.strayShare) return undefined;
  const events = recent.newest((_kind, id) => GARBAGE_IDS.includes(id));
  return makeVerdict('encryption-key', {
    settings,
    explained: noise,
    of: counts.events,
    messageIds: [...kinds],
    evidence: [
      {
        text: `${kindsOf.map((id) => `${written(counts.of(id))} of message ${String(id)}`).join(', ')}: decrypted packets are garbage`,
        events,
      },
      {
        text:
          failed === 0
            ? "all of them passed the integrity check, so they are the peer's"
            : `all of them passed the integrity check, so they are the peer's; ${written(failed)} other packets failed it`,
        events: [],
      },
    ],
  });
};
