import { type TunnelRule } from './rule.js';
/** Packets that pass the integrity check and come out of decryption as noise: the keys or algorithms of encryption differ. */
export declare const encryptionKey: TunnelRule;
