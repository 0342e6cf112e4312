import { type TunnelRule } from './rule.js';
/** Failures far apart whose numbers grow with the traffic: packets are damaged now and then. */
export declare const corruption: TunnelRule;
