import type { Actor } from '@tunnelwatch/shared/actor';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import type { AuditNote } from '@tunnelwatch/shared/audit';

/** Why an alert changed. */
export type AlertCause =
  | AlertAction
  | 'opened'
  /** Its condition returned before it was acknowledged. */
  | 'raised'
  /** Its priority has increased. */
  | 'worsened'
  | 'returned'
  | 'rateRose'
  /** A Critical came that nobody had seen. */
  | 'newCritical'
  | 'acknowledgementExpired'
  | 'shelfExpired'
  | 'windowBegan'
  | 'windowEnded'
  | 'folded'
  | 'chattering'
  | 'calm';

/** A permanently recorded change: the alert before and after, and by whom. */
export interface AlertChange {
  before: Alert | null;
  after: Alert;
  /** Epoch ms. */
  at: number;
  actor: Actor;
  cause: AlertCause;
  comment: string;
  requestKey: string | null;
}

/** A change as an entry of the audit trail. */
export function auditNote({ before, after, cause, ...rest }: AlertChange): AuditNote {
  return { ...rest, action: cause, target: alertTarget(after.id), before, after };
}

/** The name of the alert in the audit trail. */
export function alertTarget(id: number): string {
  return `alert ${String(id)}`;
}

const TARGET = /^alert (\d{1,15})$/;

/** The alert of an entry; undefined for one about something else. */
export function alertOfTarget(target: string): number | undefined {
  const text = TARGET.exec(target)?.[1];
  return text === undefined ? undefined : Number(text);
}
