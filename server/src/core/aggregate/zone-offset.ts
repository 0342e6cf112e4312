import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** How far a gateway's stamps are from the time of arrival, where that is the difference of two time zones. */
export interface ZoneOffset {
  /** The zone that the stamps were read in. */
  zone: string;
  /** Stamp minus arrival, ms: a multiple of a quarter of an hour. */
  offsetMs: number;
  /** When it was found, epoch ms. */
  since: number;
}

/** Zones differ by whole quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;
/** Farther than any two zones are apart. */
const MAX_OFFSET_MS = 26 * HOUR_MS;
/** How late a line may arrive, and how far clocks may differ, for the rest to be the difference of two zones. */
const TOLERANCE_MS = 45_000;
const SAMPLE_EVERY_MS = 10_000;
/** The newest two minutes of a busy gateway. */
const MAX_SAMPLES = 12;
/** Nothing arrives before it was written; lines that are late by quarters of an hour may also have been kept back. */
const AHEAD = { least: 3, spanMs: 20_000 };
const BEHIND = { least: 4, spanMs: 90_000 };
/** Stamps that agree with the arrival: as many end what was found. */
const MIN_RIGHT = 3;

/** Differences between stamp and arrival of the newest live lines of one gateway, read in one zone. */
export class OffsetSamples {
  private readonly samples: { at: number; offsetMs: number }[] = [];

  /** True when the next difference is due; most lines of a busy gateway are not looked at. */
  isDue(at: number): boolean {
    const newest = this.samples.at(-1);
    return newest === undefined || Math.abs(at - newest.at) >= SAMPLE_EVERY_MS;
  }

  /** Takes the difference of a line, stamp minus arrival, ms, that arrived at `at`, epoch ms. */
  add(at: number, offsetMs: number): void {
    this.samples.push({ at, offsetMs });
    if (this.samples.length > MAX_SAMPLES) this.samples.shift();
  }

  /** The difference of two zones, ms; 0 when the stamps are right, undefined when the samples do not tell. */
  finding(): number | undefined {
    const { samples } = this;
    const newest = samples.at(-1);
    if (newest === undefined) return undefined;
    const offsetMs = Math.round(newest.offsetMs / QUARTER_MS) * QUARTER_MS;
    const isSame = (sample: { offsetMs: number }) => Math.abs(sample.offsetMs - offsetMs) <= TOLERANCE_MS;
    if (offsetMs === 0) return samples.length >= MIN_RIGHT && samples.slice(-MIN_RIGHT).every(isSame) ? 0 : undefined;
    if (Math.abs(offsetMs) > MAX_OFFSET_MS || !samples.every(isSame)) return undefined;
    const { least, spanMs } = offsetMs > 0 ? AHEAD : BEHIND;
    const isLong = newest.at - (samples[0]?.at ?? newest.at) >= spanMs;
    return samples.length >= least && isLong ? offsetMs : undefined;
  }
}
