import type { Alert, AlertState } from '@tunnelwatch/shared/alert';
import { formatSpan } from '../format/format-time.js';

export const ALERT_STATE_LABEL: Readonly<Record<AlertState, string>> = {
  normal: 'Normal',
  unacknowledged: 'Unacknowledged',
  acknowledged: 'Acknowledged',
  returnedUnacknowledged: 'Over, unacknowledged',
  shelved: 'Shelved',
  suppressed: 'Suppressed',
  outOfService: 'Out of service',
  closed: 'Closed',
};

/** True while nobody has said "I have seen it", whether the condition lasts or not. */
export function isUnacknowledged(alert: Alert): boolean {
  return alert.state === 'unacknowledged' || alert.state === 'returnedUnacknowledged';
}

/** Who acknowledged and how long ago, such as "Anna acknowledged this 3 s ago"; empty when nobody has. */
export function acknowledgedText(alert: Alert, now: number): string {
  const ack = alert.acknowledgement;
  return ack === null ? '' : `${ack.by} acknowledged this ${formatSpan(now - ack.at)} ago`;
}
