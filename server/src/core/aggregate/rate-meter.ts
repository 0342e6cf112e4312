const SPAN_MS = 10_000;

/** A total that rises, at the times it was noted. */
interface Point {
  at: number;
  total: number;
}

/** How fast a total rises, over the last ten seconds. A constant total costs a comparison and no memory. */
export class RateMeter {
  /** Empty while the total is constant. */
  private points: Point[] = [];
  /** While it is constant: since when, when it was last noted, and the total. */
  private restSince = Number.NaN;
  private restedAt = Number.NaN;
  private restTotal = Number.NaN;

  /**
   * Notes the total at a time and returns its increase per second over the last ten seconds, rounded to a tenth; between
   * two notes it is assumed to rise evenly. Worked example: 100 at 0 s and 130 at 10 s make 3 a second. Below ten seconds of
   * history it is the increase since the first note; from ten seconds after the last increase it is 0. A total that fell, or
   * a clock that was set back, restarts it.
   * @param now epoch ms
   */
  note(now: number, total: number): number {
    if (total === this.restTotal && now >= this.restedAt && this.points.length === 0) {
      this.restedAt = now;
      return 0;
    }
    if (this.points.length === 0 && !Number.isNaN(this.restSince)) this.points = this.pointsOfRest();
    return this.move(now, total);
  }

  private move(now: number, total: number): number {
    const newest = this.points.at(-1);
    if (newest === undefined || now < newest.at || total < newest.total) return this.rest(now, now, total);
    this.points.push({ at: now, total });
    const from = now - SPAN_MS;
    while ((this.points[1]?.at ?? Number.POSITIVE_INFINITY) <= from) this.points.shift();
    const [first, second] = this.points;
    if (first === undefined || second === undefined) return 0;
    if (first.total === total) return this.rest(first.at, now, total);
    const base = first.at >= from ? first : { at: from, total: totalAt(from, first, second) };
    return base.at === now ? 0 : Math.round(((total - base.total) / (now - base.at)) * 10_000) / 10;
  }

  private rest(since: number, now: number, total: number): 0 {
    this.points = [];
    this.restSince = since;
    this.restedAt = now;
    this.restTotal = total;
    return 0;
  }

  private pointsOfRest(): Point[] {
    const { restSince, restedAt, restTotal: total } = this;
    return [
      { at: restSince, total },
      { at: restedAt, total },
    ];
  }
}

function totalAt(time: number, before: Point, after: Point): number {
  return before.total + ((after.total - before.total) * (time - before.at)) / (after.at - before.at);
}
