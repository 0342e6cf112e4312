import { type FileTimes, nearTime } from '@tunnelwatch/server/ingest/source/file/near-time';
import { readBsdStamp } from '@tunnelwatch/server/core/decode/time-stamp';
import { utcTime } from '@tunnelwatch/server/core/decode/clock-zone';
import { describe, expect, it } from 'vitest';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const FILE: FileTimes = { changedAt: NOW - 1000, isCaughtUp: false };

/** What a stamp without a year is taken for as the next line of a file. */
function read(stamp: string, file: Partial<FileTimes>): string {
  const near = nearTime({ ...FILE, ...file }, NOW);
  return new Date(readBsdStamp(stamp, 0, { zone: utcTime, near, arrivedAt: NOW })?.time ?? 0)
    .toISOString()
    .slice(0, 10);
}

describe('the year of a stamp in a file', () => {
  it('is the newest that the last change of the file allows', () => {
    expect(read('Nov 23 11:00:00', {})).toBe('2026-11-23');
    expect(read('Dec 24 11:00:00', {})).toBe('2025-12-24');
    // Kept since January: it cannot hold a line of April of that year.
    expect(read('Apr  1 11:00:00', { changedAt: Date.UTC(2026, 0, 5) })).toBe('2025-04-01');
    expect(read('Jan  5 11:00:00', { changedAt: Date.UTC(2026, 0, 5) })).toBe('2026-01-05');
  });

  it('is that of the change for a line that was written just now', () => {
    expect(read('Nov 23 11:59:00', { isCaughtUp: true })).toBe('2026-11-23');
    expect(read('Jan  1 00:00:00', { isCaughtUp: true })).toBe('2026-01-01');
    expect(read('Dec 31 23:59:59', { isCaughtUp: true, changedAt: Date.UTC(2026, 0, 1) })).toBe('2025-12-31');
  });

  it('is that of now for a file without a time, or of the future', () => {
    expect(nearTime({ changedAt: 0, isCaughtUp: true }, NOW)).toBe(NOW);
    expect(nearTime({ changedAt: NOW + DAY, isCaughtUp: true }, NOW)).toBe(NOW);
  });
});
