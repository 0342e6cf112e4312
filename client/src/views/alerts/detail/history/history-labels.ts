import type { AuditEntry } from '@tunnelwatch/shared/audit';
import { formatDateTime } from '../../../../format/format-time.js';

/** What the server itself does with an alert, and what people do, in plain words; `who` goes in front of those of people. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['opened', 'The alert was opened'],
  ['raised', 'The condition came back'],
  ['worsened', 'It became more pressing'],
  ['returned', 'The condition is gone'],
  ['rateRose', 'Events came several times as fast as when it was acknowledged: it asks again'],
  ['acknowledgementExpired', 'The acknowledgement ended at its time: it asks again'],
  ['shelfExpired', 'The time on the shelf was over: it is back'],
  ['windowBegan', 'A maintenance window covers it: it is suppressed'],
  ['windowEnded', 'The maintenance window is over'],
  ['folded', 'It was folded into one alert with others of its gateway'],
  ['chattering', 'It comes and goes all the time: it is marked as chattering'],
  ['calm', 'It has calmed down: no longer chattering'],
  ['acknowledge', 'acknowledged it'],
  ['unacknowledge', 'took the acknowledgement back'],
  ['assign', 'assigned it'],
  ['comment', 'commented'],
  ['shelve', 'shelved it'],
  ['unshelve', 'took it off the shelf'],
  ['close', 'closed it'],
]);

/** An entry of an alert's history as a sentence without its comment, such as "Anna shelved it until 10 Feb 2026 18:00:00". */
export function historyText(entry: AuditEntry): string {
  const words = WORDS.get(entry.action) ?? entry.action;
  if (entry.actor.kind === 'server') return words;
  return `${entry.actor.name} ${words}${detailOf(entry)}`;
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

/** The audit trail keeps what was stored then, so its parts are looked at one by one. */
function untilWords(part: unknown): string {
  const until = typeof part === 'object' && part !== null && 'until' in part ? part.until : null;
  const at = typeof until === 'string' ? Date.parse(until) : until;
  return typeof at === 'number' && Number.isFinite(at) ? ` until ${formatDateTime(at)}` : '';
}
