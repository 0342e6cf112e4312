import { everydayLine } from '../background.js';
import { createCorruption } from './corruption.js';
import { createCryptoCongestion } from './crypto-congestion.js';
import { createDuplication } from './duplication.js';
import { createForged } from './forged.js';
import { createKeyMismatch } from './key-mismatch.js';
import { createMemoryShortage } from './memory.js';
import { createOverflow } from './overflow.js';
import { createPeerReset } from './peer-reset.js';
import { createReordering } from './reordering.js';
import { createReplayAttack } from './replay-attack.js';
import { createRouteFailure } from './route-failure.js';
/** What takes turns; reordering twice, since it is what most networks have. */
const TURNS = [
    createReordering,
    createReplayAttack,
    createCorruption,
    createDuplication,
    createPeerReset,
    createKeyMismatch,
    createReordering,
    createCryptoCongestion,
    createForged,
    createOverflow,
];
/** Incidents with a Critical in them, one after the other. */
const CRITICAL_TURNS = [createRouteFailure, createRouteFailure, createMemoryShortage];
const INCIDENT_SHARE = 0.55;
/** More at a time would be a flood of alerts all day (ten new ones within ten minutes), which no operated network is. */
const AT_ONCE = 2;
const PAUSE_FROM_MS = 90_000;
const PAUSE_TO_MS = 330_000;
/**
 * A Critical comes once in every ten minutes, 20 to 50 s into them counted from the start. So there is one within the
 * first minute, and one within the minute after any whole number of ten minutes, such as an hour of history.
 */
const CRITICAL_EVERY_MS = 600_000;
const CRITICAL_FROM_MS = 20_000;
const CRITICAL_TO_MS = 50_000;
/** A calm background with two incidents at a time taking turns, and a Critical now and then. */
export function createMixed(context) {
    const { world, random } = context;
    const slots = Array.from({ length: AT_ONCE }, (_, index) => createTurns(context, index));
    const critical = createCriticals(context);
    return (atMs) => {
        const pressing = critical(atMs);
        if (pressing !== undefined)
            return pressing;
        const message = random.chance(INCIDENT_SHARE) ? random.pick(slots)(atMs) : undefined;
        return message ?? everydayLine(world, random, atMs);
    };
}
/** One of the incidents at a time, with a pause before the next; slots start some seconds apart. */
function createTurns(context, slot) {
    const { world, random, startMs } = context;
    let deck = [];
    let current;
    let startsMs = startMs + slot * random.between(5000, 25_000);
    return (atMs) => {
        if (current?.isOver(atMs) === true) {
            current.end(atMs);
            current = undefined;
            startsMs = atMs + random.between(PAUSE_FROM_MS, PAUSE_TO_MS);
        }
        if (current === undefined && atMs >= startsMs) {
            if (deck.length === 0)
                deck = random.shuffle(TURNS);
            current = deck.pop()?.({ world, random, atMs });
        }
        return current?.next(atMs);
    };
}
function createCriticals({ world, random, startMs }) {
    let current;
    let turn = 0;
    const dueAt = () => startMs + turn * CRITICAL_EVERY_MS + random.between(CRITICAL_FROM_MS, CRITICAL_TO_MS);
    let dueMs = dueAt();
    return (atMs) => {
        if (current?.isOver(atMs) === true) {
            current.end(atMs);
            current = undefined;
        }
        if (current === undefined && atMs >= dueMs) {
            current = CRITICAL_TURNS[turn % CRITICAL_TURNS.length]?.({ world, random, atMs });
            turn += 1;
            dueMs = dueAt();
        }
        return current?.next(atMs);
    };
}
//# sourceMappingURL=mixed.js.map