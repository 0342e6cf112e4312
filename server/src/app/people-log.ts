import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { Logger } from 'pino';
import { loggedName } from './activity-log.js';

/** Notes that the log gets of one call: an attacker may try thousands of passwords. */
const MAX_NOTES = 20;

/** Logs who signed in, who was refused, and what else happened to users and tokens; the audit trail has all of it. */
export function logPeople(log: Pick<Logger, 'info'>, notes: readonly AuditNote[]): void {
  for (const { action, actor, target, comment } of notes.slice(0, MAX_NOTES)) {
    const about = { action, by: loggedName(actor.name), address: actor.address };
    const text = `${action}: ${loggedName(target)}${comment === '' ? '' : `: ${loggedName(comment)}`}`;
    log.info(about, text);
  }
  const more = notes.length - MAX_NOTES;
  if (more > 0) log.info({ count: more }, `${String(more)} more changes of users and sign-ins: see the audit trail`);
}
