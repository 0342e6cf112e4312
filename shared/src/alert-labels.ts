import type { AlertState } from './alert.js';
import type { Priority } from './priority.js';

/** Labels of the alert states. */
export const ALERT_STATE_LABEL: Readonly<Record<AlertState, string>> = {
  normal: 'Resolved',
  unacknowledged: 'Unacknowledged',
  acknowledged: 'Acknowledged',
  returnedUnacknowledged: 'Cleared, unacknowledged',
  shelved: 'Shelved',
  suppressed: 'Suppressed',
  outOfService: 'Out of service',
  closed: 'Closed',
};

/** Labels of the priorities. The word "critical" is never used: it is a severity. */
export const PRIORITY_LABEL: Readonly<Record<Priority, string>> = {
  urgent: 'Urgent',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};
