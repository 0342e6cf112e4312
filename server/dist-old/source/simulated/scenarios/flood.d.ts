import type { LineMaker, LineMakerContext } from '../line-maker.js';
/** Drops on all tunnels at packet rate: 60 % 278, 20 % 611, the rest everyday lines. */
export declare function createFlood({ world, random }: LineMakerContext): LineMaker;
