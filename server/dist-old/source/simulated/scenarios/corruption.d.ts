import { type IncidentFactory } from '../incident.js';
/** A bad line, card or memory breaks a packet now and then: 611 thinly spread, its numbers growing with the traffic. */
export declare const createCorruption: IncidentFactory;
