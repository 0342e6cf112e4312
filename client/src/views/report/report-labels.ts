import { isOver, UNACKNOWLEDGED_STATES } from '@tunnelwatch/shared/alert';
import { PRIORITIES, type Priority } from '@tunnelwatch/shared/priority';
import type { Report, ReportSpan, Standing } from '@tunnelwatch/shared/report';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';

/** The report in a few sentences, as told to the next shift. */
export function summarySentences(report: Report): readonly string[] {
  return [
    openedSentence(report.alerts),
    ...handedOverSentences(report.alerts),
    openSentence(report.alerts),
    ...floodSentences(report),
    failureSentence(report),
    activitySentence(report.people),
    ...watchSentences(report),
  ];
}

/** "1 alert", "2 alerts". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "1 alert was", "2 alerts were". */
function countedWere(count: number, one: string): string {
  return `${counted(count, one)} ${count === 1 ? 'was' : 'were'}`;
}

function openedSentence({ opened, byPriority, ended }: Report['alerts']): string {
  if (opened === 0) return 'No alerts opened.';
  const pressing = byPriority
    .filter(({ priority }) => priority === 'urgent' || priority === 'high')
    .map(({ priority, count }) => `${formatCount(count)} ${priority}`);
  const mix = pressing.length === 0 ? '' : `, ${pressing.join(' and ')}`;
  const resolved = ended.over + ended.closed;
  const end =
    resolved === 0
      ? 'none resolved'
      : `${formatCount(resolved)} resolved${ended.closed === 0 ? '' : ` (${formatCount(ended.closed)} closed manually)`}`;
  return `${countedWere(opened, 'alert')} opened${mix}; ${end}.`;
}

function handedOverSentences({ handedOver, openAtStartList, openAtEnd }: Report['alerts']): readonly string[] {
  if (handedOver === 0) return [];
  const isWhole = openAtStartList.notShown === 0;
  const still = openAtStartList.items.filter((alert) => !isOver(alert)).length;
  const rest =
    !isWhole || openAtEnd === 0 ? '' : `; ${formatCount(still)} of them ${still === 1 ? 'is' : 'are'} still active`;
  return [`${countedWere(handedOver, 'alert')} carried over from before${rest}.`];
}

function openSentence({ openAtEnd, atEnd }: Report['alerts']): string {
  if (openAtEnd === 0) return 'No active alerts at the end.';
  const waiting = sumOf(atEnd, UNACKNOWLEDGED_STATES);
  const is = openAtEnd === 1 ? 'is' : 'are';
  const seen = waiting === 0 ? 'all of them acknowledged' : `${formatCount(waiting)} of them unacknowledged`;
  return `${counted(openAtEnd, 'alert')} ${is} active at the end, ${seen}.`;
}

/** How many alerts are in any of these states. */
export function sumOf(standing: Standing, states: readonly Standing[number]['state'][], of?: Priority): number {
  return standing
    .filter(({ state, priority }) => states.includes(state) && (of === undefined || of === priority))
    .reduce((sum, { count }) => sum + count, 0);
}

/** The priorities that occur, most urgent first. */
export function prioritiesOf(...standings: readonly Standing[]): readonly Priority[] {
  return PRIORITIES.filter((priority) =>
    standings.some((standing) => standing.some((each) => each.priority === priority)),
  );
}

function floodSentences({ floods, monitoring }: Report): readonly string[] {
  const floodCount = floods.items.length + floods.notShown;
  const silences = monitoring.items.filter(({ rule }) => rule === 'silence').length;
  return [
    ...(floodCount === 0
      ? []
      : [`There ${floodCount === 1 ? 'was an alert flood' : `were ${formatCount(floodCount)} alert floods`}.`]),
    ...(silences === 0
      ? []
      : [
          `${countedWere(silences, 'source or gateway')} silent for longer than usual.`.replace(
            'source or gateways',
            'sources or gateways',
          ),
        ]),
  ];
}

function failureSentence({ failures, from, to }: Report): string {
  const { count, before } = failures.total;
  const what = count === 0 ? 'No failure was logged' : `${countedWere(count, 'failure')} logged`;
  if (before === null) return `${what}; no earlier data to compare with.`;
  return `${what}, ${changeLabel(count, before)} in the ${formatSpan(to - from)} before.`;
}

/** How a count differs from the one before: "20 % more than", "as many as". */
export function changeLabel(count: number, before: number): string {
  if (count === before) return count === 0 ? 'as' : 'as many as';
  if (before === 0) return 'with none';
  const percent = Math.round((Math.abs(count - before) / before) * 100);
  const [size, word] = [percent === 0 ? 'a little' : `${formatCount(percent)} %`, count > before ? 'more' : 'fewer'];
  return `${size} ${word} than`;
}

/** A difference for a column: "+20 %", "−5 %", "new", "–" if it is not known. */
export function changeText(count: number, before: number | null): string {
  if (before === null) return '–';
  if (before === 0) return count === 0 ? '0 %' : 'new';
  const percent = Math.round(((count - before) / before) * 100);
  if (percent === 0) return '0 %';
  return `${percent > 0 ? '+' : '−'}${formatCount(Math.abs(percent))} %`;
}

const NAMED = 3;

function activitySentence({ byPerson }: Report['people']): string {
  const people = byPerson.items.filter(({ activities }) => activities > 0);
  if (people.length === 0) return 'No operator activity.';
  const named = people.slice(0, NAMED).map(({ name, activities }) => `${name} (${formatCount(activities)})`);
  const more = people.length - named.length + byPerson.notShown;
  return `Activity: ${named.join(', ')}${more === 0 ? '' : ` and ${formatCount(more)} more`}.`;
}

function watchSentences({ watch: { gaps, storeErrors } }: Report): readonly string[] {
  const away = totalMs(gaps.items);
  const stopped = totalMs(storeErrors.items);
  return [
    ...(away === 0 ? [] : [`Tunnelwatch was not running for up to ${formatSpan(away)}.`]),
    ...(stopped === 0 ? [] : [`For up to ${formatSpan(stopped)} it could not store data.`]),
  ];
}

/** Total duration of periods, milliseconds. */
export function totalMs(spans: readonly ReportSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
