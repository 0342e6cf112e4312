import { type TunnelRule } from './rule.js';
/** Late by little, each number once: packets overtook each other on the way (QoS, several links, several cores). */
export declare const reordering: TunnelRule;
