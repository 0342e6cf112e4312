import { type TunnelRule } from './rule.js';
/** Late numbers that climb one by one from near 1 while the window stands still: the peer counts anew in the old SA. */
export declare const peerReset: TunnelRule;
