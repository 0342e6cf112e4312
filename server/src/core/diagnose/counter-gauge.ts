/** Number of points kept per counter. */
const MAX_POINTS = 8;
/** Time between points, and the shortest time to measure a rate over, ms: stamps of whole seconds are off by one. */
const COARSE_MS = 5000;
/** The same where stamps are finer. */
const FINE_MS = 500;
const MIN_FINE_MS = 100;

/** A rate of packets, and the spread of the rates of parts of its time. Times are epoch ms. */
export interface GaugedRate {
  packetsPerSecond: number;
  slowest: number;
  fastest: number;
  from: number;
  to: number;
}

/** How fast a packet counter rises, from its values over time. It must rise: restart it when it fell. */
export class CounterGauge {
  /** Time and value of each point alternately: two growing arrays would take twice as much. */
  private readonly points: number[] = [];
  private isFine = false;
  private lastTime = Number.NaN;
  private lastValue = Number.NaN;
  private known = Number.NaN;

  /** Packets per second by the newest points; NaN until two are far enough apart. A standstill does not change it. */
  get rate(): number {
    return this.known;
  }

  note(time: number, value: number): void {
    if (time % 1000 !== 0) this.isFine = true;
    const { points } = this;
    if (points.length === 0) points.push(time, value);
    // Lines may arrive slightly out of order; a counter that does not move gives no rate.
    if (value <= this.lastValue || time < this.lastTime) return;
    this.lastTime = time;
    this.lastValue = value;
    const since = time - (points.at(-2) ?? time);
    if (since >= (this.isFine ? FINE_MS : COARSE_MS)) {
      this.known = this.rateSince(points.length - 2);
      points.push(time, value);
      if (points.length > 2 * MAX_POINTS) points.splice(0, 2);
    } else if (this.isFine && points.length === 2 && since >= MIN_FINE_MS) this.known = this.rateSince(0);
  }

  /** The rate over all points; undefined until there is one. */
  overall(): GaugedRate | undefined {
    if (Number.isNaN(this.known) || this.known <= 0) return undefined;
    const { points } = this;
    const from = points[0] ?? this.lastTime;
    const packetsPerSecond = this.rateSince(0);
    const parts: number[] = [];
    for (let at = 2; at < points.length; at += 2) {
      const [time = 0, value = 0, nextTime = 0, nextValue = 0] = points.slice(at - 2, at + 2);
      parts.push((nextValue - value) / ((nextTime - time) / 1000));
    }
    // A stamp is off by up to its last digit.
    const slack = (this.isFine ? 2 : 1000) / Math.max(1, this.lastTime - from);
    return {
      packetsPerSecond,
      slowest: Math.min(packetsPerSecond * (1 - Math.min(0.9, slack)), ...parts),
      fastest: Math.max(packetsPerSecond * (1 + slack), ...parts),
      from,
      to: this.lastTime,
    };
  }

  /** Restarts, as with a new SA. The rate stays known: traffic does not change with its numbers. */
  restart(): void {
    this.points.length = 0;
    this.lastTime = Number.NaN;
    this.lastValue = Number.NaN;
  }

  private rateSince(index: number): number {
    const span = this.lastTime - (this.points[index] ?? this.lastTime);
    return span <= 0 ? this.known : ((this.lastValue - (this.points[index + 1] ?? 0)) / span) * 1000;
  }
}
