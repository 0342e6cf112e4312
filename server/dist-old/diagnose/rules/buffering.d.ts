import { type TunnelRule } from './rule.js';
/** Late by half a second and more, or by more packets than a window holds: a queue or a longer way, not the order alone. */
export declare const buffering: TunnelRule;
