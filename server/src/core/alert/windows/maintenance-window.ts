import type { Alert } from '@tunnelwatch/shared/alert';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import { gatewayOf } from '@tunnelwatch/shared/subject';

export type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';

/** The window that suppresses an alert at a time; undefined if none does. Fields that it does not set match anything. */
export function windowOf(
  windows: readonly MaintenanceWindow[],
  { subject, class: ofClass }: Alert,
  now: number,
): MaintenanceWindow | undefined {
  return windows.find(
    ({ from, until, gateway, matchkey, class: covered }) =>
      from <= now &&
      now < until &&
      (gateway === null || gatewayOf(subject) === gateway) &&
      (matchkey === null || (subject.kind === 'tunnel' && subject.matchkey === matchkey)) &&
      (covered === null || ofClass === covered),
  );
}
