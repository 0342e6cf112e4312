import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { LineShare } from './line-share-rules.js';

const MINUTES = 60;
const RECENT_MINUTES = 5;

/**
 * Lines of a source and the bad ones of one kind, by minute of the last hour. Only sources with bad lines have one: there are
 * thousands without.
 */
export class LineShares {
  private readonly lines = new Float64Array(MINUTES);
  private readonly bad = new Float64Array(MINUTES);
  private minute = Number.NaN;
  /** Bad lines of an earlier run, counted into the first minute. */
  private carried = 0;
  private earlier: number;
  /** When the first bad line of the hour was counted, epoch ms. */
  readonly since: number;

  /** @param earlier lines of the minutes before, none of them bad */
  constructor(now: number, earlier: number) {
    this.since = now;
    this.earlier = earlier;
  }

  /** The shares of a source of which only is known that it had bad lines. */
  static ofEarlierRun(): LineShares {
    const shares = new LineShares(0, 0);
    shares.carried = 1;
    return shares;
  }

  /** Adds lines that were counted since the last call. @param now epoch ms */
  add(lines: number, bad: number, now: number): void {
    this.turn(Math.floor(now / MINUTE_MS));
    const at = this.minute % MINUTES;
    this.lines[at] = (this.lines[at] ?? 0) + lines + this.earlier;
    this.earlier = 0;
    this.bad[at] = (this.bad[at] ?? 0) + bad + this.carried;
    this.carried = 0;
  }

  /** The last five minutes. */
  recent(): LineShare {
    return this.sum(RECENT_MINUTES);
  }

  hour(): LineShare {
    return this.sum(MINUTES);
  }

  private turn(minute: number): void {
    // A clock that was set back counts into the newest minute.
    const steps = Number.isNaN(this.minute) ? 0 : Math.min(MINUTES, minute - this.minute);
    for (let step = 1; step <= steps; step++) {
      const at = (this.minute + step) % MINUTES;
      this.lines[at] = 0;
      this.bad[at] = 0;
    }
    this.minute = Number.isNaN(this.minute) ? minute : Math.max(this.minute, minute);
    if (steps === MINUTES) {
      this.lines.fill(0);
      this.bad.fill(0);
    }
  }

  private sum(minutes: number): LineShare {
    let lines = 0;
    let bad = 0;
    for (let back = 0; back < minutes; back++) {
      const at = (this.minute - back + MINUTES) % MINUTES;
      lines += this.lines[at] ?? 0;
      bad += this.bad[at] ?? 0;
    }
    return { lines, bad };
  }
}
