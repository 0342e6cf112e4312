import { type IncidentFactory } from '../incident.js';
/** A link copies packets (LAG, mirror port, loop): the second copy of each comes right behind, on several tunnels of one gateway. */
export declare const createDuplication: IncidentFactory;
