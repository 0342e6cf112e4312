import { type IncidentFactory } from '../incident.js';
/** Somebody recorded a piece of the traffic and sends it again, burst after burst, while the real traffic goes on. */
export declare const createReplayAttack: IncidentFactory;
