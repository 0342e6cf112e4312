import type { Alert, AlertClass, AlertState } from '@tunnelwatch/shared/alert';
import type { Priority } from '@tunnelwatch/shared/priority';
import { gatewayOf } from '@tunnelwatch/shared/subject';

/** What the list is narrowed to; null stands for all. */
export interface AlertFilter {
  readonly state: AlertState | null;
  readonly priority: Priority | null;
  readonly gateway: string | null;
  readonly failureClass: AlertClass | null;
  readonly past: PastChoice | null;
}

/** Only what was already old on arrival, or only what was not; as the HTTP interface names them. */
export const PAST_CHOICES = ['false', 'true'] as const;

export type PastChoice = (typeof PAST_CHOICES)[number];

/** True when an alert passes every filter that is set. */
export function matchesFilter(alert: Alert, filter: AlertFilter): boolean {
  return (
    (filter.state === null || alert.state === filter.state) &&
    (filter.priority === null || alert.priority === filter.priority) &&
    (filter.gateway === null || gatewayOf(alert.subject) === filter.gateway) &&
    (filter.failureClass === null || alert.class === filter.failureClass) &&
    (filter.past === null || alert.isPast === (filter.past === 'true'))
  );
}
