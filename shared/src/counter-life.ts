import type { WindowAnalysis } from './diagnosis.js';
import { type Counter, type CounterEnd, type CounterSample, type Forecast, LAST_NUMBER } from './sa-course.js';
import { HOUR_MS } from './time-units.js';

/** A forecast that ends within so long is worth a warning, ms. */
export const SOON_MS = 24 * HOUR_MS;

/** The life of a tunnel's SAs as one of its counters shows it. Times are epoch ms. */
export interface CounterLife {
  counter: Counter;
  /** Samples of the counter, one list per SA, the oldest first; none is empty. */
  runs: readonly (readonly CounterSample[])[];
  /** When new SAs were first seen. */
  rekeys: readonly number[];
  /** When the present SA began if its rate has been constant; null when no rate is known. */
  beganAt: number | null;
  forecast: Forecast | null;
  /** How our own counter ended; null while it has not, and always for the peer's. */
  end: CounterEnd | null;
  /** Share of the 32-bit numbers that the present SA has used, 0 to 1; null with extended sequence numbers. */
  used: number | null;
  /** The usual time between new SAs, ms; null where fewer than two were seen. */
  rekeyEveryMs: number | null;
}

/** The life of a tunnel's SAs as a counter shows it; undefined when nothing is known of that counter. */
export function lifeOf(
  counter: Counter,
  { course, forecasts, rekeys, isEsn, own }: Pick<WindowAnalysis, 'course' | 'forecasts' | 'rekeys' | 'isEsn' | 'own'>,
): CounterLife | undefined {
  const runs = course.filter((run) => run.counter === counter).map(({ samples }) => samples);
  const last = runs.at(-1)?.at(-1);
  if (last === undefined) return undefined;
  const forecast = forecasts.find((one) => one.counter === counter) ?? null;
  const starts = runs.slice(1).flatMap(([first]) => (first === undefined ? [] : [first.time]));
  const seen = counter === 'peer' ? rekeys : starts;
  return {
    counter,
    runs,
    rekeys: seen,
    forecast,
    beganAt: forecast === null ? null : beganAt(forecast, runs.at(-2)?.at(-1)?.time),
    end: counter === 'own' ? (own?.end ?? null) : null,
    used: isEsn ? null : Math.min(1, Number(last.seqno) / LAST_NUMBER),
    rekeyEveryMs: usualGap(seen),
  };
}

/** Not before the SA that it replaced was last seen. */
function beganAt({ seenAt, seqno, packetsPerSecond }: Forecast, notBefore = Number.NEGATIVE_INFINITY): number {
  return Math.max(notBefore, seenAt - (Number(seqno) / packetsPerSecond) * 1000);
}

function usualGap(times: readonly number[]): number | null {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null;
}

/** True when our own counter is exhausted and no new SA was seen since: the tunnel sends nothing. */
export function isEnded({ end, runs }: CounterLife): boolean {
  const began = runs.at(-1)?.[0]?.time ?? Number.NEGATIVE_INFINITY;
  return end !== null && end.at >= began;
}

/**
 * The forecast worth a warning at a time (epoch ms): it ends within a day, and not so late that the usual rekey would
 * come well before. Null if there is none.
 */
export function endSoon({ forecast, beganAt: began, rekeyEveryMs }: CounterLife, now: number): Forecast | null {
  if (forecast === null || forecast.earliest - now > SOON_MS || forecast.latest < now) return null;
  const isRekeyedBefore = rekeyEveryMs !== null && began !== null && began + 1.5 * rekeyEveryMs < forecast.earliest;
  return isRekeyedBefore ? null : forecast;
}
