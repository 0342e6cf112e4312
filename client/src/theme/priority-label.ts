import type { Priority } from '@tunnelwatch/shared/priority';

/** How a priority is written. The word "critical" is never used: it is a severity. */
export const PRIORITY_LABEL: Readonly<Record<Priority, string>> = {
  urgent: 'Urgent',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};
