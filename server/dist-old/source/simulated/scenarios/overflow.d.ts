import { type IncidentFactory } from '../incident.js';
/**
 * The outbound counter of an SA reaches 2^32 - 1 and nobody rekeys: from then on each packet to be sent gives 339.
 * Before that, an occasional 572 shows the counter on its way. The first tunnel stands at the end already.
 */
export declare const createOverflow: IncidentFactory;
