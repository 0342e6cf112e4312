import { type TunnelRule } from './rule.js';
/** Bad padding and nothing else of decryption: the two ends pad in different ways. */
export declare const padding: TunnelRule;
