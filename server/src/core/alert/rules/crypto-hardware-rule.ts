import type { CryptoHardwareSettings } from '@tunnelwatch/shared/alert-rules';
import type { RateSeries } from '../rates/rate-windows.js';

/** Failures of one tunnel that congested crypto hardware causes: 282, 572 and 1057, and of these 572 and 1057 alone. */
export interface CryptoFacts {
  crypto: RateSeries;
  encryption: RateSeries | undefined;
}

/**
 * Encryption and decryption fail on several tunnels of one gateway at once: consistent with congested crypto hardware
 * [ALM-37]. At least one of them must fail outbound, since inbound failures alone are those of different keys.
 * @param now the current minute since the epoch
 */
export function isCryptoCongested(
  tunnels: readonly CryptoFacts[],
  now: number,
  settings: CryptoHardwareSettings,
): boolean {
  const from = now - settings.windowMinutes + 1;
  const failing = tunnels.filter(({ crypto }) => crypto.sum(from, crypto.newest) >= settings.count);
  return (
    failing.length >= settings.tunnels &&
    failing.some(({ encryption }) => encryption !== undefined && encryption.sum(from, encryption.newest) > 0)
  );
}

/** Clears when fewer than half as many tunnels (but at least one) have failed within the quiet time. */
export function isCongestionOver(
  tunnels: readonly CryptoFacts[],
  now: number,
  settings: CryptoHardwareSettings,
): boolean {
  const from = now - settings.quietMinutes;
  const failing = tunnels.filter(({ crypto }) => crypto.sum(from, crypto.newest) >= settings.count);
  return failing.length < Math.max(1, settings.tunnels / 2);
}
