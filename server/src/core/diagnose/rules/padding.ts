import { GARBAGE_IDS, MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from '../facts.js';

/** Bad padding and no other decryption failure: the two ends pad in different ways. */
export const padding: TunnelRule = ({ counts, recent, settings }) => {
  const bad = counts.of(MESSAGE_ID.badPadding);
  const other = counts.of(...GARBAGE_IDS) - bad;
  if (bad < settings.ruleDrops || other > bad * settings.strayShare) return undefined;
  return makeVerdict('padding', {
    settings,
    explained: bad,
    of: counts.events,
    messageIds: [MESSAGE_ID.badPadding],
    evidence: [
      {
        text: `${written(bad)} packets have bad padding${other === 0 ? '; otherwise they decrypt correctly' : `; ${written(other)} others failed in other ways after decryption`}`,
        events: recent.newest((_kind, id) => id === MESSAGE_ID.badPadding),
      },
    ],
  });
};
