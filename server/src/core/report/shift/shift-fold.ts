import type { Alert } from '@tunnelwatch/shared/alert';
import type { Report, ReportAlert } from '@tunnelwatch/shared/report';
import { named, type Naming, shownAlert } from '../../inventory/shown.js';
import { alertSums, openedOf } from './alert-sums.js';
import { type AlertTrack, AlertTracks, compareWorst } from './alert-tracks.js';
import { OperatorActivity } from './operator-activity.js';
import { firstOf, MAX_ALERTS, MAX_SPANS } from './limits.js';
import type { ShiftChange } from './shift-change.js';
import { floodsOf, type ShiftRecord, watchSpans } from './watch-spans.js';

/** An alert as it was at a time, and its last comment. */
export interface SpokenAlert {
  alert: Alert;
  words: ReportAlert['words'];
}

/** The inputs of the fold at its beginning. Times are epoch ms. */
export interface ShiftEnds {
  from: number;
  to: number;
  /** The alerts that were open at the beginning, and at the end. */
  opening: readonly Alert[];
  closing: readonly Alert[];
  /** Beginning of the time that was watched: rates refer to the time since. */
  watchedFrom: number;
}

/** The inputs at its end. */
export interface ShiftRest {
  /** The alerts of `listedIds`, as they were at the end. */
  listed: readonly SpokenAlert[];
  records: readonly ShiftRecord[];
}

/**
 * What happened within a period, computed from the state at its beginning and the audit entries up to its end,
 * one by one in their order. It keeps little of each alert and of each user, and bounded lists of the rest.
 */
export class ShiftFold {
  private readonly tracks: AlertTracks;
  private readonly activities: OperatorActivity;

  /**
   * @param names the inventory's names
   * @param seesPeople whether changes of users and tokens are shown
   */
  constructor(
    private readonly ends: ShiftEnds,
    private readonly names: Naming,
    seesPeople: boolean,
  ) {
    this.tracks = new AlertTracks(ends.opening);
    this.activities = new OperatorActivity(seesPeople, names);
  }

  add(change: ShiftChange): void {
    this.tracks.add(change);
    this.activities.add(change);
  }

  /** Numbers of the alerts that the report lists. */
  listedIds(): number[] {
    const { start, opened, end, troubles } = this.lists();
    const ids = [...start.items, ...opened.items, ...end.items, ...troubles.items].map(({ id }) => id);
    return [...new Set(ids)];
  }

  result({ listed, records }: ShiftRest): Pick<Report, 'alerts' | 'floods' | 'monitoring' | 'people' | 'watch'> {
    const { start, opened, end, troubles } = this.lists();
    const byId = new Map(listed.map((each) => [each.alert.id, each]));
    const describe = <Item extends { id: number }>({ items, notShown }: { items: Item[]; notShown: number }) => ({
      items: items.flatMap(({ id }) => this.describe(byId.get(id)) ?? []),
      notShown,
    });
    const { from, to, watchedFrom } = this.ends;
    return {
      alerts: {
        ...alertSums({ ...this.ends, tracks: this.tracks.all(), turns: this.tracks.turns }),
        openAtStartList: describe(start),
        openedList: describe(opened),
        openAtEndList: describe(end),
      },
      floods: floodsOf(records, { from, to }),
      monitoring: {
        items: troubles.items
          .flatMap((track) => {
            const found = byId.get(track.id);
            return found === undefined ? [] : [troubleOf(found.alert, track, this.names)];
          })
          // Handed-over alerts may have cleared before, and only waited to be acknowledged.
          .filter((trouble) => trouble.to === null || trouble.to >= from),
        notShown: troubles.notShown,
      },
      people: this.activities.result(),
      watch: watchSpans(records, { from: watchedFrom, to }),
    };
  }

  private lists() {
    const tracks = this.tracks.all();
    const worst = <Item extends Pick<Alert, 'priority' | 'severity' | 'id'>>(items: readonly Item[]) =>
      firstOf(items.toSorted(compareWorst), MAX_ALERTS);
    return {
      start: worst(this.ends.opening),
      opened: worst<AlertTrack>(openedOf(tracks)),
      end: worst(this.ends.closing),
      troubles: firstOf(troubleTracks(tracks), MAX_SPANS),
    };
  }

  private describe(spoken: SpokenAlert | undefined): ReportAlert | undefined {
    if (spoken === undefined) return undefined;
    const { alert, words } = spoken;
    const track = this.tracks.get(alert.id);
    const shown = shownAlert(alert, this.names);
    return { ...shown, stateAtStart: track?.stateAtStart ?? null, answer: track?.answer ?? null, words };
  }
}

type Trouble = Report['monitoring']['items'][number];

/** The alerts about what tells us of the network: silence, clocks and lag. */
function troubleTracks(tracks: readonly AlertTrack[]): AlertTrack[] {
  return tracks.filter((track) => track.class === 'monitoring' && !track.isPast && track.foldedInto === null);
}

/** When such a trouble began and ended. @param alert as it was at the end of the time */
function troubleOf(alert: Alert, { returnedAt }: Pick<AlertTrack, 'returnedAt'>, names: Naming): Trouble {
  const { id: alertId, rule, subject, message, openedAt, isActive, lastAt } = alert;
  const to = isActive ? null : (returnedAt ?? lastAt);
  return named({ alertId, rule, subject, message, from: openedAt, to }, names);
}
