import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { refusal } from '../tunnel-messages.js';
/** A capture is older than this when it comes back, seconds: no queue on a path holds packets for so long. */
const LEAST_AGE_S = 3;
/** Somebody recorded a piece of the traffic and sends it again, burst after burst, while the real traffic goes on. */
export const createReplayAttack = (context) => {
    const { random, atMs: startMs } = context;
    const untilMs = startMs + random.between(60_000, 150_000);
    const tunnels = claimTunnels(context, random.integer(1, 2), (tunnel) => capturable(tunnel, startMs));
    const players = tunnels.map((tunnel) => createPlayer(tunnel, context));
    return {
        next: (atMs) => (players.length === 0 ? undefined : random.pick(players)(atMs)),
        isOver: (atMs) => atMs >= untilMs,
        end: () => releaseTunnels(tunnels),
    };
};
function capturable({ inbound }, atMs) {
    inbound.advanceTo(atMs);
    return inbound.window.base > inbound.packetsPerSecond * 2 * LEAST_AGE_S + 200;
}
/** Plays captures of one tunnel: each is a run of consecutive numbers, sent two to four times with pauses between. */
function createPlayer(tunnel, { random }) {
    let capture = { first: 0, length: 0 };
    let passesLeft = 0;
    let position = 0;
    let pauseUntilMs = 0;
    return (atMs) => {
        nextTunnel([tunnel], atMs, random);
        if (atMs < pauseUntilMs)
            return undefined;
        if (position >= capture.length) {
            position = 0;
            passesLeft -= 1;
            if (passesLeft <= 0) {
                capture = record(tunnel, random);
                passesLeft = random.integer(2, 4);
            }
        }
        const seqno = capture.first + position;
        position += 1;
        if (position === capture.length)
            pauseUntilMs = atMs + random.between(1000, 4000);
        return capture.length === 0 ? undefined : refusal(tunnel, seqno);
    };
}
function record({ inbound }, random) {
    const length = random.integer(40, 120);
    const ageS = random.between(LEAST_AGE_S, 300);
    const newest = inbound.window.base - 1 - Math.ceil(inbound.packetsPerSecond * LEAST_AGE_S);
    const first = Math.max(1, newest - length - Math.floor(inbound.packetsPerSecond * (ageS - LEAST_AGE_S)));
    // A young SA has sent too little to be recorded.
    return first + length > newest ? { first: 0, length: 0 } : { first, length };
}
//# sourceMappingURL=replay-attack.js.map