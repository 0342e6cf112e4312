import type { LineMaker, LineMakerContext } from '../line-maker.js';
/** A calm background with two incidents at a time taking turns, and a Critical now and then. */
export declare function createMixed(context: LineMakerContext): LineMaker;
