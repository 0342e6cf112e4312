import { type TunnelRule } from './rule.js';
/** Failed integrity checks whose numbers jump about in the whole range: packets of somebody who has no key. */
export declare const forged: TunnelRule;
