import { createLineWriter } from './line-format.js';
import { Random } from './random.js';
import { createScenario } from './scenarios/scenario.js';
import { advanceWorld, createWorld } from './world.js';
const LINES_STREAM = 3;
const TIMES_STREAM = 4;
const STREAMS = 8;
/** Starts a simulation. Pure: its clock is the one it was started with, and its chance is the seed's. */
export function createSimulation(options) {
    const { seed, startMs } = options;
    const world = createWorld({ ...options, hasFreshSas: options.hasFreshSas ?? false });
    const firstStream = (options.run ?? 0) * STREAMS;
    const random = new Random(seed, firstStream + LINES_STREAM);
    const makeLine = createScenario(options.scenario, { world, random, startMs });
    const write = createLineWriter(options.format);
    const gap = createGaps(options, new Random(seed, firstStream + TIMES_STREAM));
    let atMs = startMs;
    let lineNumber = 0;
    return {
        tunnels: world.tunnels,
        next() {
            advanceWorld(world, atMs, random);
            const line = { atMs, line: write(makeLine(atMs), atMs, lineNumber) };
            atMs += gap(atMs);
            lineNumber += 1;
            return line;
        },
    };
}
/** Milliseconds to the next line. */
function createGaps(options, random) {
    const meanMs = 1000 / options.rate;
    if (options.scenario === 'flood')
        return () => meanMs;
    if (options.scenario !== 'mixed')
        return () => random.exponential(meanMs);
    return (atMs) => random.exponential(meanMs / activity((atMs - options.startMs) / 1000));
}
/**
 * Bursts and calm: how busy the network is `seconds` after the start, around 1 on average, of 0.3 to 1.7. Three waves
 * whose lengths share no divisor do not repeat for hours.
 */
function activity(seconds) {
    const wave = (lengthS) => Math.sin((2 * Math.PI * seconds) / lengthS);
    return 1 + 0.35 * wave(97) + 0.2 * wave(41) + 0.15 * wave(13);
}
//# sourceMappingURL=simulation.js.map