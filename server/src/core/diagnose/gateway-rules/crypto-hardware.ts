import { CRYPTO_IDS } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import type { GatewayRule } from './gateway-facts.js';

/** Encryption and decryption fail on several tunnels at once: the gateway's hardware cannot keep up. */
export const cryptoHardware: GatewayRule = ({ tunnels, settings }) => {
  const failing = tunnels.filter(({ verdict }) => verdict.name === 'crypto-hardware').length;
  if (failing < settings.leastTunnels) return undefined;
  return makeVerdict('crypto-hardware', {
    settings,
    explained: failing,
    of: tunnels.length,
    messageIds: CRYPTO_IDS,
    confidence: failing >= settings.highTunnels ? 'high' : 'medium',
    evidence: [{ text: `${written(failing)} tunnels fail to encrypt and to decrypt at the same time`, events: [] }],
  });
};
