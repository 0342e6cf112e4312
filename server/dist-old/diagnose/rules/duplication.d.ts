import { type TunnelRule } from './rule.js';
/** Second copies close behind the first: a link, a mirror port, a loop or both members of an HA pair double packets. */
export declare const duplication: TunnelRule;
