import { type TunnelRule } from './rule.js';
/** Failures of packet after packet: the keys or algorithms of integrity differ, so that nearly none passes. */
export declare const integrityKey: TunnelRule;
