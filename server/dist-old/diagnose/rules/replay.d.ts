import type { TunnelRule } from './rule.js';
/** Old packets while the window moves on, in a burst or again and again: somebody may send recorded ones. */
export declare const replay: TunnelRule;
