import { type IncidentFactory } from '../incident.js';
/**
 * A peer restarted and counts from 1 again on the same SA: every packet is late, one number after the other, while the
 * window stands still. The incident ends with a new SA.
 */
export declare const createPeerReset: IncidentFactory;
