import type { Verdict, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { DROP_SHARE_LIMITS, dropShareText } from '@tunnelwatch/shared/drop-share-text';
import type { Forecast } from '@tunnelwatch/shared/sa-course';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { type Evidence, moment } from './evidence.js';
import { diagnosisPictures, figureOf } from './evidence-pictures.js';
import { factTable, html, type Html } from './html.js';

/** What the drops of a tunnel are consistent with, with the numbers behind it. */
export function diagnosisPart({ diagnosis }: Pick<Evidence, 'diagnosis'>): Html | string {
  const first = diagnosis?.verdicts[0];
  if (diagnosis === undefined || first === undefined) return '';
  const { window, history, analysed, events } = diagnosis;
  return html`<h2>Diagnosis</h2>
    ${diagnosis.verdicts.map((verdict, index) => verdictPart(verdict, index === 0))}
    <p class="soft">
      ${analysed < events ? `From the newest ${String(analysed)} of ${String(events)} events. ` : ''}Event numbers are
      those in events.csv; diagnosis.json has the full diagnosis.
    </p>
    ${history.length < 2 ? '' : historyPart(history)} ${windowPart(window)}
    ${diagnosisPictures({ diagnosis }).map(figureOf)}
    <p class="soft">
      Message 278 does not name its SA: after a rekey, late packets of the old SA are told apart by their numbers only.
    </p>`;
}

function verdictPart({ name, confidence, share, evidence }: Verdict, isFirst: boolean): Html {
  const { title, cause, advice } = VERDICT_LABELS[name];
  const sure =
    name === 'undetermined'
      ? ''
      : ` (${confidence} confidence, explains ${String(Math.round(share * 100))} % of the drops)`;
  return html`<p>
      ${isFirst ? '' : 'Other possible cause: '}<strong>${title}</strong>${
        name === 'undetermined' ? '' : `: the drops are consistent with ${cause}`
      }${sure}.
    </p>
    <ul>
      ${evidence.map(
        ({ text, events }) =>
          html`<li>${text}${events.length === 0 ? '' : `; newest events ${events.join(', ')}`}</li>`,
      )}
    </ul>
    ${isFirst ? html`<p class="ours">Tunnelwatch’s advice, not the vendor’s: ${advice}</p>` : ''}`;
}

function historyPart(history: NonNullable<Evidence['diagnosis']>['history']): Html {
  return html`<ul>
    ${history.map(
      ({ from, to, name, events }) =>
        html`<li>${moment(from)} to ${moment(to)}: ${VERDICT_LABELS[name].title}, ${events} drops</li>`,
    )}
  </ul>`;
}

function windowPart(window: WindowAnalysis): Html | string {
  const { windowSizes, edge, rate, advice, shares, rekeys, forecasts } = window;
  if (edge.drops === 0 && forecasts.length === 0 && window.own === null) return '';
  const facts: [string, string][] = [
    ['Window', windowSizes.length === 0 ? 'not known' : `${windowSizes.join(', then ')} packets`],
    ...dropFacts(window),
    ['Peer packet rate', rate === null ? 'rate not known' : `${String(Math.round(rate.packetsPerSecond))} a second`],
    ['Edge that windowbase names', `${edge.finding}; treated as the ${edge.used} one`],
    ['New SAs', rekeys.length === 0 ? 'none seen' : rekeys.map(moment).join(', ')],
    [
      'Recommended window',
      advice === null ? 'none' : `${String(advice.window)} instead of ${String(advice.current)} packets`,
    ],
    ...shares
      .filter(({ window: size }) => size >= (windowSizes.at(-1) ?? 0))
      .map(({ window: size, accepted, late: of }): [string, string] => [
        `A window of ${String(size)}`,
        `would have accepted ${String(accepted)} of ${String(of)} late packets`,
      ]),
    ...forecasts.map((forecast): [string, string] => [counterName(forecast), forecastWords(forecast)]),
    ...ownFacts(window.own),
  ];
  return factTable(facts);
}

/** What was dropped, by kind, and which share of the packets that was. */
function dropFacts({ late, duplicate, inconsistent, dropShare }: WindowAnalysis): [string, string][] {
  const kinds = [
    [late, 'late'],
    [duplicate, 'duplicate'],
    [inconsistent, 'inconsistent'],
  ] as const;
  const dropped = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${String(count)} ${kind}`);
  const facts: [string, string][] = dropped.length === 0 ? [] : [['Dropped packets', dropped.join(', ')]];
  if (dropShare !== null) {
    const { from, to } = dropShare;
    const between = `between ${moment(from)} and ${moment(to)}`;
    facts.push(['Share of dropped packets', `${dropShareText(dropShare)} ${between}. ${DROP_SHARE_LIMITS}`]);
  }
  return facts;
}

/** The time and its uncertainty, and what it was computed from. */
function forecastWords({ at, earliest, latest, seqno, seenAt, packetsPerSecond }: Forecast): string {
  const from = `it was at ${seqno} at ${moment(seenAt)} and increases by ${String(Math.round(packetsPerSecond))} a second`;
  return `${moment(at)}, between ${moment(earliest)} and ${moment(latest)}: ${from}`;
}

function ownFacts(own: WindowAnalysis['own']): [string, string][] {
  if (own === null) return [];
  const facts: [string, string][] = [['Our own counter', `${own.seqno} at ${moment(own.at)}`]];
  if (own.end === null) return facts;
  const { at, lost, lastLostAt, foreseen } = own.end;
  facts.push([
    'Our own counter exhausted',
    `${moment(at)}; at least ${String(lost)} packets could not be sent since, the newest at ${moment(lastLostAt)}`,
  ]);
  if (foreseen !== null) {
    const { first } = foreseen;
    facts.push(['Forecast possible', `from ${moment(first.seenAt)} on: ${forecastWords(first)}`]);
  }
  return facts;
}

function counterName({ counter }: Forecast): string {
  return counter === 'peer'
    ? 'Peer’s counter exhausted, unless ESN is in use'
    : 'Our own counter exhausted, unless ESN is in use';
}
