import type { AuditEntry } from '@tunnelwatch/shared/audit';
import { formatDateTime } from '../../../../format/format-time.js';

/** Actions of the server and of users in plain words; `who` precedes those of users. */
const LABEL: ReadonlyMap<string, string> = new Map([
  ['opened', 'Alert opened'],
  ['raised', 'Condition returned'],
  ['worsened', 'Severity or priority increased'],
  ['returned', 'Condition cleared'],
  ['newCritical', 'Critical that nobody had seen: needs attention again'],
  ['rateRose', 'Rate rose to several times that at acknowledgement: needs attention again'],
  ['acknowledgementExpired', 'Acknowledgement expired: needs attention again'],
  ['shelfExpired', 'Shelving expired'],
  ['windowBegan', 'Suppressed by a maintenance window'],
  ['windowEnded', 'Maintenance window ended'],
  ['folded', 'Grouped with other alerts of its gateway'],
  ['chattering', 'Marked as chattering'],
  ['calm', 'No longer chattering'],
  ['acknowledge', 'acknowledged it'],
  ['unacknowledge', 'removed the acknowledgement'],
  ['assign', 'assigned it'],
  ['comment', 'commented'],
  ['shelve', 'shelved it'],
  ['unshelve', 'unshelved it'],
  ['close', 'closed it'],
  ['reopen', 'reopened it'],
]);

/** An entry of an alert's history as a sentence without its comment, such as "Anna shelved it until 10 Feb 2026 18:00:00". */
export function historyText(entry: AuditEntry): string {
  const label = LABEL.get(entry.action) ?? entry.action;
  if (entry.actor.kind === 'server') return label;
  return `${entry.actor.name} ${label}${detailOf(entry)}`;
}

function detailOf({ action, after }: AuditEntry): string {
  if (after === null) return '';
  switch (action) {
    case 'assign':
      return typeof after['assignee'] === 'string' ? ` to ${after['assignee']}` : ' to nobody';
    case 'shelve':
      return untilWords(after['shelf']);
    case 'acknowledge':
      return untilWords(after['acknowledgement']);
    default:
      return '';
  }
}

/** The audit trail contains what was stored then, so its parts are checked one by one. */
function untilWords(part: unknown): string {
  const until = typeof part === 'object' && part !== null && 'until' in part ? part.until : null;
  const at = typeof until === 'string' ? Date.parse(until) : until;
  return typeof at === 'number' && Number.isFinite(at) ? ` until ${formatDateTime(at)}` : '';
}
