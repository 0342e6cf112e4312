import type { SimulatedMessage } from './message.js';
import type { Random } from './random.js';
import type { World } from './world.js';
/** A line as a healthy network gives it: connections, IKE, and a packet dropped here and there. */
export declare function everydayLine(world: World, random: Random, atMs: number): SimulatedMessage;
