import { CRYPTO_IDS, ENCRYPTION_IDS, MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from '../facts.js';

/** Decryption and encryption fail on several tunnels at once: the gateway's hardware cannot keep up. */
export const cryptoHardware: TunnelRule = ({ counts, recent, cryptoTunnels, settings }) => {
  const inbound = counts.of(MESSAGE_ID.decryptionFailed);
  const outbound = counts.of(...ENCRYPTION_IDS);
  if (inbound + outbound < settings.ruleDrops || inbound === 0 || outbound === 0) return undefined;
  if (cryptoTunnels < settings.leastTunnels) return undefined;
  return makeVerdict('crypto-hardware', {
    settings,
    explained: inbound + outbound,
    of: counts.events,
    messageIds: CRYPTO_IDS,
    evidence: [
      {
        text: `${written(inbound)} packets could not be decrypted and ${written(outbound)} could not be encrypted`,
        events: recent.newest((_kind, id) => CRYPTO_IDS.includes(id)),
      },
      { text: `${written(cryptoTunnels)} tunnels of the gateway failed in the same way at the same time`, events: [] },
    ],
  });
};
