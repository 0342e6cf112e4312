import type { IncidentFactory } from '../incident.js';
/** A tunnel goes down and up again, and the routing table cannot follow: 1682 and 1683, and often a policy that stays. */
export declare const createRouteFailure: IncidentFactory;
