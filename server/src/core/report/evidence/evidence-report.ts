import { type CatalogueEntry, isFromUser } from '@tunnelwatch/shared/catalogue';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { alertFacts, alertsPart, historyTable } from './evidence-alerts.js';
import { type Evidence, MOST_EVENTS, moment } from './evidence.js';
import { diagnosisPart } from './evidence-diagnosis.js';
import { countsPicture, figureOf } from './evidence-pictures.js';
import { factTable } from './fact-table.js';
import { html, Html } from './html.js';

const STYLE = `body{font:15px/1.5 sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#111}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ccc}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;overflow-wrap:anywhere}
tr{border-bottom:1px solid #eee}th{width:1%;white-space:nowrap}svg{max-width:100%;height:auto}figure{margin:1.25rem 0;break-inside:avoid}.ours{border-left:3px solid #36c;padding-left:.75rem}
.soft{color:#555}@media print{body{margin:0}h2{break-after:avoid}tr{break-inside:avoid}}`;

/** What a pack tells a person, as one page that needs nothing else and can be printed. */
export function reportHtml(evidence: Evidence, made: { at: number; by: string; version: string }): string {
  const { scope } = evidence;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${scope.title}</title>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <h1>${scope.title}</h1>
        <p>
          From ${moment(scope.from)} to ${moment(scope.to)}. Made by Tunnelwatch ${made.version} at ${moment(made.at)}
          for ${made.by}.
        </p>
        ${entryPart(evidence)} ${scope.alert === undefined ? '' : alertFacts(scope.alert)} ${diagnosisPart(evidence)}
        ${scope.subject === null ? html`<p>No events tell of it.</p>` : eventsPart(evidence)} ${membersPart(evidence)}
        ${alertsPart(evidence.alerts)}
        ${
          evidence.history.length === 0
            ? ''
            : html`<h2>What happened, and who did what</h2>
                ${historyTable(evidence.history)}`
        }
      </body>
    </html> `.text;
}

function entryPart({ entry }: Evidence): Html | string {
  if (entry === undefined) return '';
  const { name, site, peer, note, gateway, pattern, kind } = entry;
  const facts: [string, string][] = [
    ['Name (inventory)', name],
    ['Site', site],
    ['Peer', peer],
    ['Note', note],
    ['Named by', `${kind} ${pattern} of gateway ${gateway}`],
  ];
  return factTable(facts.filter(([, value]) => value !== ''));
}

function eventsPart(evidence: Evidence): Html {
  const { eventCount, packed, messages } = evidence;
  const which = packed === eventCount ? 'all of them are' : `the newest ${String(packed)} of them are`;
  const rest = `A pack holds ${String(MOST_EVENTS)} at the most; the rest can be exported on the page of events.`;
  return html`<h2>Events over time</h2>
    ${figureOf(countsPicture(evidence))}
    <p>
      ${eventCount} events; ${which} in lines.log, as they were read, and decoded in events.csv.
      ${packed < eventCount ? rest : ''}
    </p>
    <p class="soft">
      The gateway logs drops only: how many packets passed is not known. What it filters, and what was lost on the way
      over UDP, is not here: read counts as lower bounds. Sequence numbers of dropped packets are not authenticated.
    </p>
    <h2>Messages</h2>
    <p class="soft">
      In the words of the catalogue of this Tunnelwatch: ${evidence.catalogue.entries} messages,
      ${evidence.catalogue.fromUser} of them from a file of yours.
    </p>
    ${messages.map(messagePart)}`;
}

function messagePart({ messageId, count, entry }: Evidence['messages'][number]): Html {
  const name = messageId === null ? 'Messages without a number' : `Message ${String(messageId)}`;
  if (entry === undefined)
    return html`<h3>${name}: ${count}</h3>
      <p class="soft">The catalogue does not have it.</p>`;
  return html`<h3>${name}, ${count} times: ${entry.message}</h3>
    <p>${entry.explanation}</p>
    <p>
      ${entry.section === null ? 'Proposed by your catalogue file' : `The vendor proposes (log reference, section ${entry.section})`}:
      ${entry.proposedAction ?? 'nothing'}
    </p>
    ${adviceOf(entry)}`;
}

function adviceOf(entry: CatalogueEntry): Html | string {
  if (entry.ourAdvice === null) return '';
  const whose = isFromUser(entry, 'ourAdvice') ? 'From your catalogue file' : 'Tunnelwatch’s advice, not the vendor’s';
  return html`<p class="ours">${whose}: ${entry.ourAdvice}</p>`;
}

function membersPart({ members }: Evidence): Html | string {
  if (members.length === 0) return '';
  const rows = members.map(({ subject, inventory, count, firstTime, lastTime }) => {
    return html`<tr>
      <td>${subjectLabel(subject, inventory)}</td>
      <td>${count}</td>
      <td>${moment(firstTime)}</td>
      <td>${moment(lastTime)}</td>
    </tr>`;
  });
  return html`<h2>Folded into it</h2>
    <table>
      <tr>
        <th>Subject</th>
        <th>Events</th>
        <th>First</th>
        <th>Last</th>
      </tr>
      ${rows}
    </table>`;
}
