import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { AlertFilter } from '@tunnelwatch/shared/alert-command';
import { gatewayOf } from '@tunnelwatch/shared/subject';

/** Whether an alert matches a filter; without a state, only alerts that need action do. */
export function fits(alert: Alert, filter: AlertFilter): boolean {
  const { subject } = alert;
  return (
    (filter.state === undefined ? !isOver(alert) : alert.state === filter.state && alert.foldedInto === null) &&
    (filter.priority === undefined || alert.priority === filter.priority) &&
    (filter.class === undefined || alert.class === filter.class) &&
    (filter.rule === undefined || alert.rule === filter.rule) &&
    (filter.gateway === undefined || gatewayOf(subject) === filter.gateway) &&
    (filter.matchkey === undefined || (subject.kind === 'tunnel' && subject.matchkey === filter.matchkey)) &&
    (filter.assignee === undefined || alert.assignee === filter.assignee)
  );
}
