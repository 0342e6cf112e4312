import { type IncidentFactory } from '../incident.js';
/**
 * Somebody without the key makes packets up: their numbers are anywhere in 32 bits. The replay check comes first, so
 * those below the window give 278, and the others fail the integrity check.
 */
export declare const createForged: IncidentFactory;
