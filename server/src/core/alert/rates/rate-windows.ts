import { NumberTable } from '../../aggregate/number-table.js';
import { MEASURES } from './measure.js';

/** Minutes of a ring: a quarter of an hour back, the current one, and as many ahead, since clocks differ. */
const RING = 32;
/** Events whose own time is further off than this are not counted, minutes. */
export const MAX_OFF_MINUTES = 15;
/** A pair without events for this long is dropped. */
const QUIET_MINUTES = 20;
/** Pairs per slab: memory grows by about 200 KB, and nothing is copied. */
const SLAB = 1024;
const SLAB_BITS = 10;
/** 100,000 tunnels that fail in two and a half ways on average; about 50 MB. */
const MAX_PAIRS = 262_144;
/** So many give way at a time, as a share of all: finding them takes as long as a thousand new pairs. */
const GIVING_WAY = 1 / 16;

/** Counts of one (subject, measure) by minute of event time. */
export interface RateSeries {
  /** The newest minute with an event, since the epoch. */
  readonly newest: number;
  /** Events in the minutes from `from` to `to`, both inclusive. */
  sum: (from: number, to: number) => number;
  /** Most events in one of these minutes. */
  peak: (from: number, to: number) => number;
  /** Seconds (since the epoch) of the first and the last event in these minutes; undefined when there is none. */
  span: (from: number, to: number) => { first: number; last: number } | undefined;
}

/** A pair with events since the last call, and the minutes of these. */
export interface FreshPair {
  place: number;
  count: number;
  from: number;
  to: number;
}

interface Slab {
  counts: Uint32Array;
  /** First and last second of a minute that had an event: first × 64 + last. */
  spans: Uint16Array;
}

/**
 * For each (subject, measure) a ring of minutes of event time. Bounded; one event costs a few reads and writes
 * of typed arrays and no object. A ring whose newest minute is n holds n − 31 to n, and n is at most 15 minutes ahead of
 * the clock, so the last quarter of an hour is always there.
 *
 * Without room, the subjects that were first seen last give way: a sender may make up any number of names, and must not keep those
 * that were known before from being evaluated [STORE-26]. Which ones these are follows from the events alone.
 */
export class RateWindows {
  private places = new NumberTable(1024);
  private readonly slabs: Slab[] = [];
  private readonly keys: number[] = [];
  private readonly newest: number[] = [];
  private readonly freshCounts: number[] = [];
  private readonly freshFrom: number[] = [];
  private readonly freshTo: number[] = [];
  private fresh: number[] = [];
  private free: number[] = [];
  /** How often pairs were dropped: places may stand for other pairs since. */
  drops = 0;
  /** While there is no room: the lowest key that is refused. */
  private refusedFrom = Number.POSITIVE_INFINITY;

  /** @param isHeld whether something depends on a pair's place, so that it must stay */
  constructor(
    private readonly mostPairs = MAX_PAIRS,
    private readonly isHeld: (place: number) => boolean = () => false,
  ) {}

  /** Number of pairs. */
  get size(): number {
    return this.places.size;
  }

  /**
   * Counts events of one second, in any order. Returns the pair's place; −1 if they are not counted: too
   * far from the current minute, or there is no room.
   * @param second since the epoch
   * @param now the current minute since the epoch
   */
  add(subjectId: number, measure: number, second: number, count: number, now: number): number {
    const minute = Math.floor(second / 60);
    if (Math.abs(minute - now) > MAX_OFF_MINUTES) return -1;
    const key = subjectId * MEASURES.length + measure;
    let place = this.places.get(key);
    if (place < 0) place = this.make(key, minute);
    if (place < 0) return -1;
    const slab = this.slabs[place >> SLAB_BITS];
    if (slab === undefined) return -1;
    const newest = this.newest[place] ?? 0;
    // A clock that was set back has left a newest minute too far ahead: its ring has no room for this one.
    if (minute <= newest - RING) return -1;
    if (minute > newest) this.advance(slab, place, minute);
    const cell = cellOf(place, minute);
    const own = second - minute * 60;
    const before = slab.counts[cell] ?? 0;
    slab.counts[cell] = before + count;
    slab.spans[cell] = before === 0 ? own * 64 + own : widened(slab.spans[cell] ?? 0, own);
    this.noteFresh(place, minute, count);
    return place;
  }

  /** The place of a pair; −1 when it has none. */
  find(subjectId: number, measure: number): number {
    return this.places.get(subjectId * MEASURES.length + measure);
  }

  /** The places of all pairs. */
  all(): number[] {
    const free = new Set(this.free);
    return Array.from(this.keys, (_key, place) => place).filter((place) => !free.has(place));
  }

  /** The place of a pair, created if needed; −1 if there is no room. @param now the current minute */
  hold(subjectId: number, measure: number, now: number): number {
    const key = subjectId * MEASURES.length + measure;
    const place = this.find(subjectId, measure);
    return place < 0 ? this.make(key, now) : place;
  }

  subjectId(place: number): number {
    return Math.floor((this.keys[place] ?? 0) / MEASURES.length);
  }

  measure(place: number): number {
    return (this.keys[place] ?? 0) % MEASURES.length;
  }

  /** The counts of a pair, valid until something is added. */
  series(place: number): RateSeries {
    const newest = this.newest[place] ?? 0;
    const slab = this.slabs[place >> SLAB_BITS];
    return slab === undefined ? EMPTY : new RingSeries(slab, (place & (SLAB - 1)) * RING, newest);
  }

  /** The pairs with events since the last call, each once. */
  takeFresh(): FreshPair[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh.map((place) => {
      const count = this.freshCounts[place] ?? 0;
      this.freshCounts[place] = 0;
      return { place, count, from: this.freshFrom[place] ?? 0, to: this.freshTo[place] ?? 0 };
    });
  }

  /** Drops pairs that have been quiet for twenty minutes, unless something still depends on them. */
  sweep(now: number): void {
    this.refusedFrom = Number.POSITIVE_INFINITY;
    this.drop(this.all().filter((place) => (this.newest[place] ?? 0) < now - QUIET_MINUTES && !this.isHeld(place)));
  }

  private drop(places: readonly number[]): void {
    if (places.length === 0) return;
    this.drops += 1;
    for (const place of places) {
      this.free.push(place);
      this.freshCounts[place] = 0;
    }
    const all = new Set(this.free);
    this.fresh = this.fresh.filter((place) => !all.has(place));
    this.places = new NumberTable(1024);
    for (let place = 0; place < this.keys.length; place++) {
      if (!all.has(place)) this.places.set(this.keys[place] ?? 0, place);
    }
  }

  /** Has the pairs give way whose subjects were first seen last; false when this one is itself among them. */
  private makeRoom(key: number): boolean {
    if (key >= this.refusedFrom) return false;
    const later = this.all().filter((place) => (this.keys[place] ?? 0) > key && !this.isHeld(place));
    later.sort((a, b) => (this.keys[b] ?? 0) - (this.keys[a] ?? 0));
    const leaving = later.slice(0, Math.max(1, Math.floor(this.mostPairs * GIVING_WAY)));
    this.refusedFrom = this.keys[leaving.at(-1) ?? -1] ?? key;
    this.drop(leaving);
    return leaving.length > 0;
  }

  private noteFresh(place: number, minute: number, count: number): void {
    const before = this.freshCounts[place] ?? 0;
    if (before === 0) {
      this.fresh.push(place);
      this.freshFrom[place] = minute;
      this.freshTo[place] = minute;
    } else {
      this.freshFrom[place] = Math.min(this.freshFrom[place] ?? minute, minute);
      this.freshTo[place] = Math.max(this.freshTo[place] ?? minute, minute);
    }
    this.freshCounts[place] = before + count;
  }

  private make(key: number, minute: number): number {
    if (key >= this.refusedFrom) return -1;
    if (this.free.length === 0 && this.keys.length >= this.mostPairs && !this.makeRoom(key)) return -1;
    const place = this.free.pop() ?? this.keys.length;
    let slab = this.slabs[place >> SLAB_BITS];
    if (slab === undefined) {
      slab = { counts: new Uint32Array(SLAB * RING), spans: new Uint16Array(SLAB * RING) };
      this.slabs.push(slab);
    }
    const start = (place & (SLAB - 1)) * RING;
    slab.counts.fill(0, start, start + RING);
    this.keys[place] = key;
    this.newest[place] = minute;
    this.freshCounts[place] = 0;
    this.places.set(key, place);
    return place;
  }

  /** Makes room for a newer minute; the replaced ones are more than half an hour older. */
  private advance(slab: Slab, place: number, minute: number): void {
    const last = this.newest[place] ?? 0;
    for (let at = Math.max(last + 1, minute - RING + 1); at <= minute; at++) slab.counts[cellOf(place, at)] = 0;
    this.newest[place] = minute;
  }
}

function cellOf(place: number, minute: number): number {
  return (place & (SLAB - 1)) * RING + (minute & (RING - 1));
}

function widened(span: number, second: number): number {
  return Math.min(span >> 6, second) * 64 + Math.max(span & 63, second);
}

class RingSeries implements RateSeries {
  constructor(
    private readonly slab: Slab,
    private readonly start: number,
    readonly newest: number,
  ) {}

  sum(from: number, to: number): number {
    let sum = 0;
    const last = Math.min(to, this.newest);
    for (let minute = Math.max(from, this.newest - RING + 1); minute <= last; minute++) sum += this.at(minute);
    return sum;
  }

  peak(from: number, to: number): number {
    let most = 0;
    const last = Math.min(to, this.newest);
    for (let minute = Math.max(from, this.newest - RING + 1); minute <= last; minute++) {
      most = Math.max(most, this.at(minute));
    }
    return most;
  }

  span(from: number, to: number): { first: number; last: number } | undefined {
    const until = Math.min(to, this.newest);
    let [first, last] = [-1, -1];
    for (let minute = Math.max(from, this.newest - RING + 1); minute <= until; minute++) {
      if (this.at(minute) === 0) continue;
      const span = this.slab.spans[this.start + (minute & (RING - 1))] ?? 0;
      if (first < 0) first = minute * 60 + (span >> 6);
      last = minute * 60 + (span & 63);
    }
    return first < 0 ? undefined : { first, last };
  }

  private at(minute: number): number {
    return this.slab.counts[this.start + (minute & (RING - 1))] ?? 0;
  }
}

const EMPTY: RateSeries = { newest: 0, sum: () => 0, peak: () => 0, span: () => undefined };
