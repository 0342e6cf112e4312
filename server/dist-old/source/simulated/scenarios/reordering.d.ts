import { type IncidentFactory } from '../incident.js';
/**
 * Packets overtake each other (QoS, ECMP, several cores): some come a few milliseconds later than the window forgives,
 * each of them once, while traffic goes on.
 */
export declare const createReordering: IncidentFactory;
