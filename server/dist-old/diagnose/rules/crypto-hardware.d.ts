import { type TunnelRule } from './rule.js';
/** Decrypting and encrypting fail on several tunnels at once: the hardware of the gateway cannot keep up. */
export declare const cryptoHardware: TunnelRule;
