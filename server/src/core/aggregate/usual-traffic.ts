import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';

/**
 * The usual traffic of a source or a gateway, learned while it is watched: how many lines per minute, and how long it
 * is quiet in between. Bounded, plain data, stored beside its subject.
 */
export interface UsualTraffic {
  /** Time over which it was learned, milliseconds; pauses (downtime, reading behind, a reported silence) do not count. */
  watchedMs: number;
  /** Number of quiet times between lines so far. */
  gapCount: number;
  linesPerMinute: number;
  /** The longest quiet times of the newest three days of watching, oldest first. */
  gaps: Gap[];
}

export interface Gap {
  /** Length in whole seconds, rounded up. */
  seconds: number;
  /** `watchedMs` when it ended. */
  at: number;
}

/** The observations of one second. */
export interface Watched {
  elapsedMs: number;
  lines: number;
  /** Quiet time before these lines, milliseconds; undefined when its beginning was not seen. */
  gapMs: number | undefined;
}

/** An hour's weight: long enough for bursts to even out, short enough to follow a day's ups and downs. */
const RATE_SPAN_MS = 60 * MINUTE_MS;
/** Nights and a weekend's first day are within it, so that what is quiet every night is known to be. */
const GAP_SPAN_MS = 3 * DAY_MS;

/** The initial state. */
export function unknownTraffic(): UsualTraffic {
  return { watchedMs: 0, gapCount: 0, linesPerMinute: 0, gaps: [] };
}

/** The same for thousands of sources in one second: computed once. */
let faded = { elapsedMs: Number.NaN, share: Number.NaN };

/** The share of earlier knowledge that fades in this time. */
function fadingOf(elapsedMs: number): number {
  if (faded.elapsedMs !== elapsedMs) faded = { elapsedMs, share: 1 - Math.exp(-elapsedMs / RATE_SPAN_MS) };
  return faded.share;
}

/** Learns from a second of watching, in place. */
export function learnTraffic(usual: UsualTraffic, { elapsedMs, lines, gapMs }: Watched): void {
  if (elapsedMs <= 0) return;
  usual.watchedMs += elapsedMs;
  // The mean of everything seen, until that is more than an hour: then older observations fade out.
  const weight = Math.max(elapsedMs / usual.watchedMs, fadingOf(elapsedMs));
  usual.linesPerMinute += (lines * (MINUTE_MS / elapsedMs) - usual.linesPerMinute) * weight;
  if (gapMs === undefined) return;
  usual.gapCount += 1;
  usual.gaps = withGap(usual.gaps, { seconds: Math.ceil(Math.max(0, gapMs) / 1000), at: usual.watchedMs });
}

/**
 * Learns from a time without a line, in place, as `learnTraffic` would from each of its seconds: up to an hour of
 * watching the rate is a mean, so it falls in proportion; from then on it fades.
 */
export function learnQuiet(usual: UsualTraffic, quietMs: number): void {
  if (quietMs <= 0) return;
  const before = usual.watchedMs;
  usual.watchedMs += quietMs;
  const meanUntil = Math.min(usual.watchedMs, Math.max(before, RATE_SPAN_MS));
  const mean = meanUntil === 0 ? 1 : before / meanUntil;
  usual.linesPerMinute *= mean * Math.exp(-(usual.watchedMs - meanUntil) / RATE_SPAN_MS);
}

/**
 * The usual quiet time, milliseconds: the second longest of the last three days. The longest alone may have been
 * an outage; what occurred twice is typical of this gateway, such as its nights. 0 when there was none.
 */
export function usualGapMs({ gaps }: UsualTraffic): number {
  const [longest = 0, second = longest] = gaps.map(({ seconds }) => seconds).sort((a, b) => b - a);
  return second * 1000;
}

/** The gaps that can still become the longest or the second longest: those with at most one later one that is as long. */
function withGap(gaps: readonly Gap[], gap: Gap): Gap[] {
  const all = [...gaps, gap].filter(({ at }) => at > gap.at - GAP_SPAN_MS);
  return all.filter(({ seconds }, index) => {
    let longer = 0;
    for (let later = index + 1; later < all.length && longer < 2; later++) {
      if ((all[later]?.seconds ?? 0) >= seconds) longer += 1;
    }
    return longer < 2;
  });
}
