import { everydayLine } from '../background.js';
import { createCorruption } from './corruption.js';
import { createCryptoCongestion } from './crypto-congestion.js';
import { createDuplication } from './duplication.js';
import { createFlood } from './flood.js';
import { createForged } from './forged.js';
import { createKeyMismatch } from './key-mismatch.js';
import { createMemoryShortage } from './memory.js';
import { createMixed } from './mixed.js';
import { createOverflow } from './overflow.js';
import { createPeerReset } from './peer-reset.js';
import { createReordering } from './reordering.js';
import { createReplayAttack } from './replay-attack.js';
import { createRouteFailure } from './route-failure.js';
export const SCENARIOS = [
    'calm',
    'reordering',
    'replay-attack',
    'peer-reset',
    'duplication',
    'key-mismatch',
    'corruption',
    'forged',
    'crypto-congestion',
    'route-failure',
    'memory',
    'overflow',
    'flood',
    'mixed',
];
const createCalm = ({ world, random }) => (atMs) => everydayLine(world, random, atMs);
const MAKERS = {
    calm: createCalm,
    reordering: repeating(createReordering),
    'replay-attack': repeating(createReplayAttack),
    'peer-reset': repeating(createPeerReset),
    duplication: repeating(createDuplication),
    'key-mismatch': repeating(createKeyMismatch),
    corruption: repeating(createCorruption),
    forged: repeating(createForged),
    'crypto-congestion': repeating(createCryptoCongestion),
    'route-failure': repeating(createRouteFailure),
    memory: repeating(createMemoryShortage),
    overflow: repeating(createOverflow),
    flood: createFlood,
    mixed: createMixed,
};
/** Starts the scenario of that name. */
export function createScenario(name, context) {
    return MAKERS[name](context);
}
const INCIDENT_SHARE = 0.7;
/** One kind of incident again and again over a calm background. */
function repeating(create) {
    return ({ world, random }) => {
        let current;
        return (atMs) => {
            if (current?.isOver(atMs) === true) {
                current.end(atMs);
                current = undefined;
            }
            current ??= create({ world, random, atMs });
            const message = random.chance(INCIDENT_SHARE) ? current.next(atMs) : undefined;
            return message ?? everydayLine(world, random, atMs);
        };
    };
}
//# sourceMappingURL=scenario.js.map