import type { CryptoHardwareSettings } from '@tunnelwatch/shared/alert-rules';
import type { RateSeries } from './rate-windows.js';
/** Failures of one tunnel that congested crypto hardware brings: 282, 572 and 1057, and of these 572 and 1057 alone. */
export interface CryptoFacts {
    crypto: RateSeries;
    encryption: RateSeries | undefined;
}
/**
 * Encryption and decryption fail on several tunnels of one gateway at once: consistent with congested crypto hardware
 * [ALM-37]. At least one of them must fail outbound, since inbound failures alone are those of keys that differ.
 * @param now the present minute since the epoch
 */
export declare function isCryptoCongested(tunnels: readonly CryptoFacts[], now: number, settings: CryptoHardwareSettings): boolean;
/** Over when fewer than half as many tunnels (one at least) have failed so within the quiet time. */
export declare function isCongestionOver(tunnels: readonly CryptoFacts[], now: number, settings: CryptoHardwareSettings): boolean;
