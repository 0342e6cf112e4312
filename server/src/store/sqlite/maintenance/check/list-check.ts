import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import { listPlaces } from '../../events/listing.js';
import type { Place } from '../../events/newest-events.js';
import type { ReadContext } from '../../read-context.js';
import type { Findings } from './finding.js';

/** A page visits every segment that it overlaps; a large page costs memory only. */
const PAGE = 16_384;
const REMEDY = 'restore a backup; until then rely on the counts of this hour, not on its lists and exports';

/**
 * Counts events by hour as they are read, then walks the list as an export does and compares: nobody would notice
 * what a list leaves out.
 */
export class ListCheck {
  private readonly stored = new Map<number, number>();

  constructor(private readonly findings: Findings) {}

  /** A stored event. @param time epoch ms */
  add(time: number): void {
    count(this.stored, time);
  }

  /**
   * @param isDark whether events between two times (epoch ms) cannot be read
   * @param onPage called with the number of events of each page
   */
  compare(context: ReadContext, isDark: (from: number, to: number) => boolean, onPage: (events: number) => void): void {
    for (const { first, end } of this.ranges()) {
      const listed = listedByHour(context, { from: first * HOUR_MS, to: end * HOUR_MS }, onPage);
      for (const hour of [...this.stored.keys()].filter((each) => each >= first && each < end)) {
        if (!isDark(hour * HOUR_MS, (hour + 1) * HOUR_MS)) this.compareHour(hour, listed.get(hour) ?? 0);
      }
    }
  }

  /** Hours with many events one by one, others together: stamps spread over years would make millions of ranges. */
  private *ranges(): Generator<{ first: number; end: number }> {
    let first: number | undefined;
    let [end, events] = [0, 0];
    for (const [hour, stored] of [...this.stored].sort(([a], [b]) => a - b)) {
      if (first !== undefined && events + stored > PAGE) {
        yield { first, end };
        first = undefined;
        events = 0;
      }
      first ??= hour;
      end = hour + 1;
      events += stored;
    }
    if (first !== undefined) yield { first, end };
  }

  private compareHour(hour: number, listed: number): void {
    const stored = this.stored.get(hour) ?? 0;
    if (listed === stored) return;
    const difference = Math.abs(stored - listed);
    this.findings.add(
      'list',
      `the list of the hour from ${new Date(hour * HOUR_MS).toISOString()} has ${String(listed)} events, but the store has ` +
        `${String(stored)}: ${String(difference)} ${difference === 1 ? 'is' : 'are'} ${listed < stored ? 'missing' : 'too many'}`,
      REMEDY,
    );
  }
}

/** The listed events of a time range (epoch ms), page by page, by hour. */
function listedByHour(
  context: ReadContext,
  range: { from: number; to: number },
  onPage: (events: number) => void,
): Map<number, number> {
  const listed = new Map<number, number>();
  let before: Place | undefined;
  for (;;) {
    const page = listPlaces(context, range, PAGE, before);
    for (const { time } of page) count(listed, time);
    onPage(page.length);
    before = page.at(-1);
    if (page.length < PAGE) return listed;
  }
}

function count(sums: Map<number, number>, time: number): void {
  const hour = Math.floor(time / HOUR_MS);
  sums.set(hour, (sums.get(hour) ?? 0) + 1);
}
