import { ALERT_CLASSES, ALERT_STATES, type Alert } from '@tunnelwatch/shared/alert';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import type { Report, Standing } from '@tunnelwatch/shared/report';
import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import { alarmRates, waitFigures } from '../../alert/health/alert-health.js';
import type { AlertTrack, Turns } from './alert-tracks.js';
import { busiestOf } from './busiest.js';
import { firstOf, MAX_RULES } from './limits.js';

/** The figures about alerts, without the lists of single ones. */
export type AlertSums = Omit<Report['alerts'], 'openAtStartList' | 'openedList' | 'openAtEndList'>;

interface AlertFacts {
  /** Beginning of the time that was watched, and the end; epoch ms. */
  watchedFrom: number;
  to: number;
  opening: readonly Alert[];
  closing: readonly Alert[];
  tracks: readonly AlertTrack[];
  turns: Turns;
}

/** Alerts within a period, in figures. */
export function alertSums({ watchedFrom: from, to, opening, closing, tracks, turns }: AlertFacts): AlertSums {
  const opened = openedOf(tracks);
  const openedAt = opened.map((track) => track.openedAt);
  const answers = opened.flatMap(({ answer }) => (answer === null ? [] : [answer.afterMs]));
  const isNew = ({ stateAtStart }: AlertTrack) => stateAtStart === null;
  return {
    atStart: standingOf(opening),
    atEnd: standingOf(closing),
    handedOver: opening.length,
    opened: opened.length,
    openAtEnd: closing.length,
    folded: tracks.filter((track) => isNew(track) && track.foldedInto !== null).length,
    openedPast: tracks.filter((track) => isNew(track) && track.isPast).length,
    recurring: opened.filter(({ previousId }) => previousId !== null).length,
    ended: endedOf(tracks),
    byPriority: countsOf(opened, PRIORITIES, ({ priority }) => priority).map(([priority, count]) => ({
      priority,
      count,
    })),
    byClass: countsOf(opened, ALERT_CLASSES, (track) => track.class).map(([name, count]) => ({ class: name, count })),
    byRule: rulesOf(opened),
    turns,
    perHour: (opened.length * HOUR_MS) / Math.max(HOUR_MS, to - from),
    ...alarmRates(openedAt, { from, to }),
    busiest: busiestOf(openedAt, { from, to }),
    answeredAfterMs: waitFigures(answers),
  };
}

/** The alerts that were opened within the period and are not grouped. */
export function openedOf(tracks: readonly AlertTrack[]): AlertTrack[] {
  return tracks.filter((track) => track.stateAtStart === null && !track.isPast && track.foldedInto === null);
}

/** How those that were handed over or opened ended; alerts that were opened and grouped do not count. */
function endedOf(tracks: readonly AlertTrack[]): AlertSums['ended'] {
  const ended = { over: 0, closed: 0, folded: 0 };
  for (const { isPast, state, foldedInto, stateAtStart } of tracks) {
    if (isPast) continue;
    if (foldedInto !== null) ended.folded += stateAtStart === null ? 0 : 1;
    else if (state === 'closed') ended.closed += 1;
    else if (state === 'normal') ended.over += 1;
  }
  return ended;
}

/** Number of alerts of each priority by state, most urgent first. */
function standingOf(alerts: readonly Alert[]): Standing {
  return PRIORITIES.flatMap((priority) =>
    countsOf(
      alerts.filter((alert) => alert.priority === priority),
      ALERT_STATES,
      ({ state }) => state,
    ).map(([state, count]) => ({ priority, state, count })),
  );
}

function rulesOf(opened: readonly AlertTrack[]): AlertSums['byRule'] {
  const counts = new Map<string, number>();
  for (const { rule } of opened) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b));
  return firstOf(
    sorted.map(([rule, count]) => ({ rule, count })),
    MAX_RULES,
  );
}

/** Counts by name, in the order of the names; zeros are left out. */
function countsOf<Item, Name extends string>(
  items: readonly Item[],
  names: readonly Name[],
  nameOf: (item: Item) => Name,
): [Name, number][] {
  const counts = new Map<Name, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return names.flatMap((name): [Name, number][] => {
    const count = counts.get(name);
    return count === undefined ? [] : [[name, count]];
  });
}
