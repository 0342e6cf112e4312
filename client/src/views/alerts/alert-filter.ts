import type { Alert, AlertState } from '@tunnelwatch/shared/alert';
import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Priority } from '@tunnelwatch/shared/priority';

/** What the list is narrowed to; null stands for all. */
export interface AlertFilter {
  readonly state: AlertState | null;
  readonly priority: Priority | null;
  readonly gateway: string | null;
  readonly failureClass: FailureClass | null;
}

/** True when an alert passes every filter that is set. */
export function matchesFilter(alert: Alert, filter: AlertFilter): boolean {
  return (
    (filter.state === null || alert.state === filter.state) &&
    (filter.priority === null || alert.priority === filter.priority) &&
    (filter.gateway === null || alert.subject.gateway === filter.gateway) &&
    (filter.failureClass === null || alert.class === filter.failureClass)
  );
}
