import { type IncidentFactory } from '../incident.js';
/** The crypto hardware of one gateway cannot keep up: many of its tunnels fail to decrypt and to encrypt, in bursts. */
export declare const createCryptoCongestion: IncidentFactory;
