import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { SourceRecord } from '../store/store.js';
import type { FollowedFile } from './file-reading.js';

const RATE_SPAN_MS = 10_000;

/** What nothing tells the report yet. */
const NOT_MEASURED = {
  lagMs: 0,
  bytesPerSecond: null,
  silence: null,
  listener: null,
  lostBytes: 0,
  pastError: null,
} as const;

/** A source of an earlier run, or one that was read once. */
export interface StoppedSource {
  source: SourceRecord;
  offset: number;
}

interface RatePoint {
  at: number;
  lines: number;
}

/** Health of the sources for people, and which of it changed since it was last told. */
export class SourceReport {
  private readonly told = new Map<number, string>();
  private readonly rates = new Map<number, RatePoint[]>();

  /** The sources whose health differs from what the last call gave. Call it about once a second. */
  changes(files: readonly FollowedFile[], stopped: readonly StoppedSource[], now: number): SourceHealth[] {
    return [
      ...files.map((file) => this.describeFollowed(file, now)),
      ...stopped.map((each) => this.describeStopped(each, now)),
    ].filter((health) => {
      const text = JSON.stringify(health);
      if (this.told.get(health.id) === text) return false;
      this.told.set(health.id, text);
      return true;
    });
  }

  private describeFollowed({ tail, source }: FollowedFile, now: number): SourceHealth {
    const { state, offset, size, lagBytes, lastError } = tail;
    return { ...this.describe(source, now), state, offset, size, lagBytes, lastError };
  }

  private describeStopped({ source, offset }: StoppedSource, now: number): SourceHealth {
    return { ...this.describe(source, now), state: 'stopped', offset, size: null, lagBytes: 0, lastError: null };
  }

  private describe(source: SourceRecord, now: number) {
    const { id, kind, name, lastArrival, lastTime, lastLine, skewMs, rotations, truncations } = source;
    return {
      ...{ id, kind, name, lastArrival, lastTime, lastLine, skewMs, rotations, truncations },
      counts: { ...source.counts },
      otherByCategory: { ...source.otherByCategory },
      unknownById: { ...source.unknownById },
      unreadableByReason: { ...source.unreadableByReason },
      unreadableSamples: [...source.unreadableSamples],
      unknownSamples: [...source.unknownSamples],
      linesPerSecond: this.rate(id, source.counts.lines, now),
      ...NOT_MEASURED,
    };
  }

  private rate(id: number, lines: number, now: number): number {
    const points = this.rates.get(id) ?? [];
    points.push({ at: now, lines });
    while (points.length > 1 && (points[0]?.at ?? now) < now - RATE_SPAN_MS) points.shift();
    this.rates.set(id, points);
    const first = points[0];
    if (first === undefined || first.at === now) return 0;
    return Math.round(((lines - first.lines) / (now - first.at)) * 10_000) / 10;
  }
}
