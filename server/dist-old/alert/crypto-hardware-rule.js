/**
 * Encryption and decryption fail on several tunnels of one gateway at once: consistent with congested crypto hardware
 * [ALM-37]. At least one of them must fail outbound, since inbound failures alone are those of keys that differ.
 * @param now the present minute since the epoch
 */
export function isCryptoCongested(tunnels, now, settings) {
    const from = now - settings.windowMinutes + 1;
    const failing = tunnels.filter(({ crypto }) => crypto.sum(from, crypto.newest) >= settings.count);
    return (failing.length >= settings.tunnels &&
        failing.some(({ encryption }) => encryption !== undefined && encryption.sum(from, encryption.newest) > 0));
}
/** Over when fewer than half as many tunnels (one at least) have failed so within the quiet time. */
export function isCongestionOver(tunnels, now, settings) {
    const from = now - settings.quietMinutes;
    const failing = tunnels.filter(({ crypto }) => crypto.sum(from, crypto.newest) >= settings.count);
    return failing.length < Math.max(1, settings.tunnels / 2);
}
//# sourceMappingURL=crypto-hardware-rule.js.map