import { type IncidentFactory } from '../incident.js';
/** A tunnel came up with a key or an algorithm that the peer does not have: from the first packet on, all of them fail. */
export declare const createKeyMismatch: IncidentFactory;
