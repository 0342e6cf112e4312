import { claimTunnels, releaseTunnels } from '../incident.js';
import { badCiphertextLength, badIpVersion, badNextHeader, badPadding, integrityFailed, payloadTooSmall, } from '../tunnel-messages.js';
/** Encryption keys differ: the integrity check passes, and what comes out of decryption is noise. */
const encryptionDiffers = (tunnel, seqno, random) => {
    const roll = random.next();
    if (roll < 0.42)
        return badNextHeader(tunnel, seqno, random);
    if (roll < 0.78)
        return badPadding(tunnel, seqno, random);
    if (roll < 0.9)
        return badCiphertextLength(tunnel, seqno, random);
    return roll < 0.96 ? badIpVersion(tunnel, seqno, random) : payloadTooSmall(tunnel, seqno, random);
};
/** Integrity keys differ: no packet gets past that check. */
const integrityDiffers = (tunnel, seqno) => integrityFailed(tunnel, seqno);
/** Only the padding types differ. */
const paddingDiffers = (tunnel, seqno, random) => badPadding(tunnel, seqno, random);
const SYMPTOMS = [encryptionDiffers, integrityDiffers, encryptionDiffers, paddingDiffers];
/** A tunnel came up with a key or an algorithm that the peer does not have: from the first packet on, all of them fail. */
export const createKeyMismatch = (context) => {
    const { random, atMs: startMs } = context;
    const untilMs = startMs + random.between(60_000, 180_000);
    const tunnels = claimTunnels(context, random.integer(2, 4), () => true);
    const ends = tunnels.map((tunnel, index) => {
        tunnel.inbound.rekey(startMs);
        tunnel.inbound.stall(startMs);
        return { tunnel, symptom: SYMPTOMS[index % SYMPTOMS.length] ?? encryptionDiffers, seqno: 1 };
    });
    return {
        next() {
            if (ends.length === 0)
                return undefined;
            const end = random.pick(ends);
            const message = end.symptom(end.tunnel, end.seqno, random);
            end.seqno += 1;
            return message;
        },
        isOver: (atMs) => atMs >= untilMs,
        end(atMs) {
            for (const { inbound } of tunnels)
                inbound.rekey(atMs);
            releaseTunnels(tunnels);
        },
    };
};
//# sourceMappingURL=key-mismatch.js.map