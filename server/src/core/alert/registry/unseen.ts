import { type Alert, isCriticalAlert, isUnacknowledged, isWaiting } from '@tunnelwatch/shared/alert';
import type { AlertAction, BulkCommand } from '@tunnelwatch/shared/alert-command';
import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { MINUTE_MS, SECOND_MS } from '@tunnelwatch/shared/time-units';
import type { ChangeNote } from './alert-list.js';

/** A group that grows while nobody looks is told again after this long, and after twice as long each time, up to the most. */
const TELL_AGAIN_MS = 10 * SECOND_MS;
const MAX_TELL_AGAIN_MS = 5 * MINUTE_MS;

/** Whether an alert asks for nobody after an action: its author must have seen it as it is. */
export function isHiding(action: AlertAction): boolean {
  return action === 'acknowledge' || action === 'shelve' || action === 'close';
}

/** The note of a Critical that nobody has seen. @param at epoch ms */
export function newCritical(at: number): ChangeNote {
  return { at, actor: SERVER_ACTOR, cause: 'newCritical' };
}

/** Whether a group that waits and has grown is to be told again by now: ever more rarely while it keeps growing. */
export function mustTellAgain(alert: Alert, now: number): boolean {
  if (!isWaiting(alert) || (alert.isHushed && !isUnacknowledged(alert))) return false;
  const waited = alert.toldAt - alert.waitingSince;
  return now - alert.toldAt >= Math.min(MAX_TELL_AGAIN_MS, Math.max(TELL_AGAIN_MS, waited));
}

/** Whether nothing but further subjects has changed an alert since a version; each of these is one more version. */
export function hasOnlyGrown(alert: Alert, version: number): boolean {
  return version >= alert.settledVersion && version <= alert.version;
}

/** Which alerts the author of a bulk action has seen as they are. What hides nothing needs no look. */
export function seenBy({ action, seen }: BulkCommand): (alert: Alert) => boolean {
  if (!isHiding(action)) return () => true;
  if (seen === undefined) return (alert) => !isCriticalAlert(alert);
  const versions = new Map(seen.map(({ id, version }) => [id, version]));
  return ({ id, version }) => versions.get(id) === version;
}

/** Why an alert is not closed: it has more subjects than its author saw. */
export function laterWords({ id }: Alert, later: number): string {
  const criticals = later === 1 ? 'another Critical has' : `${String(later)} more Criticals have`;
  return `${criticals} come for alert ${String(id)} since you loaded it: look at it again`;
}
