import type { Incident } from './incident.js';
import type { SimulatedMessage } from './message.js';
/** A message and how long after the beginning of its incident it is due, milliseconds. */
export interface PlannedMessage {
    afterMs: number;
    message: SimulatedMessage;
}
/** An incident of a few planned messages, each as soon as the log has room; over some seconds after the last. */
export declare function createPlannedIncident(startMs: number, quietMs: number, plan: readonly PlannedMessage[]): Incident;
