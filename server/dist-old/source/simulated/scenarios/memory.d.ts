import { type IncidentFactory } from '../incident.js';
/** A gateway runs out of memory: a smaller SA database, then none at all; buffers for fragments are missing meanwhile. */
export declare const createMemoryShortage: IncidentFactory;
