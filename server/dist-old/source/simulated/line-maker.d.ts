import type { SimulatedMessage } from './message.js';
import type { Random } from './random.js';
import type { World } from './world.js';
/** Gives the message that the log gets at this moment (epoch ms); moments never go back. */
export type LineMaker = (atMs: number) => SimulatedMessage;
export interface LineMakerContext {
    world: World;
    random: Random;
    startMs: number;
}
