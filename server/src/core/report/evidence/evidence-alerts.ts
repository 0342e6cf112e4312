import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import { priorityText, subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { type Evidence, moment } from './evidence.js';
import { factTable, html, type Html } from './html.js';

/** The facts of an alert, and its comments. */
export function alertFacts(alert: Alert): Html {
  const { acknowledgement, shelf, closure, verdict } = alert;
  const facts: [string, string][] = [
    ['Alert', `${String(alert.id)}, version ${String(alert.version)}`],
    ['Subject', subjectLabel(alert.subject)],
    ['Severity (gateway)', alert.severity],
    ['Priority (Tunnelwatch)', priorityText(alert)],
    ['Class', alert.class],
    ['State', alert.state + (alert.isLatched ? ', latched' : '')],
    ['Events', `${String(alert.count)}, at most ${String(alert.peakRate)} a minute`],
    ['First', moment(alert.firstTime)],
    ['Last', moment(alert.lastTime)],
    ['Assigned to', alert.assignee ?? 'nobody'],
    ['Acknowledged', acknowledgement === null ? 'no' : saidWords(acknowledgement)],
  ];
  if (shelf !== null) facts.push(['Shelved', saidWords(shelf)]);
  if (closure !== null) facts.push(['Closed', saidWords(closure)]);
  if (verdict !== null) facts.push(['Verdict', verdictWords(verdict)]);
  return factTable(facts);
}

/** The alerts on a tunnel within the period of a pack, each with its history. */
export function alertsPart(alerts: Evidence['alerts']): Html | string {
  if (alerts.length === 0) return '';
  return html`<h2>Alerts in this period</h2>
    ${alerts.map(
      ({ alert, history }) =>
        html`<h3>${alert.message}</h3>
          ${alertFacts(alert)}
          <h4>History</h4>
          ${historyTable(history)}`,
    )}`;
}

/** What happened and who did what, the oldest first. */
export function historyTable(history: readonly AuditEntry[]): Html {
  const rows = history.map(({ at, actor, action, comment }) => {
    return html`<tr>
      <td>${moment(at)}</td>
      <td>${actor.name}</td>
      <td>${action}</td>
      <td>${comment}</td>
    </tr>`;
  });
  return html`<table>
    <tr>
      <th>Time</th>
      <th>Who</th>
      <th>What</th>
      <th>Comment</th>
    </tr>
    ${rows}
  </table>`;
}

interface Said {
  by: string;
  at: number;
  comment: string;
  until?: number | null;
}

function saidWords({ by, at, comment, until = null }: Said): string {
  const end = until === null ? '' : `, until ${moment(until)}`;
  return `by ${by} at ${moment(at)}${end}${comment === '' ? '' : `: ${comment}`}`;
}

function verdictWords({ name, confidence, since }: NonNullable<Alert['verdict']>): string {
  const { title, cause } = VERDICT_LABELS[name];
  return `${title}: consistent with ${cause}, ${confidence} confidence, since ${moment(since)}`;
}
