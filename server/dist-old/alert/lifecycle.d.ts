import type { Alert, AlertState } from '@tunnelwatch/shared/alert';
/** What can happen to an alert. */
export type AlertInput = 
/** Its condition is there (again). */
'raise'
/** Its condition is gone. */
 | 'clear' | 'acknowledge' | 'unacknowledge'
/** What was acknowledged is no longer what was seen: the time is up, or the rate has stepped up. */
 | 'realarm' | 'shelve' | 'unshelve'
/** A maintenance window begins, and ends. */
 | 'suppress' | 'unsuppress' | 'close';
/** The state that an input leads to; undefined when it is not possible in the present one. */
export declare function nextState(alert: Alert, input: AlertInput): AlertState | undefined;
