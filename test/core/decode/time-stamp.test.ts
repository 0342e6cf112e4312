import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { readBsdStamp, readIsoStamp } from '@tunnelwatch/server/core/decode/time-stamp';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const utc = zoneReader('UTC');
const stockholm = zoneReader('Europe/Stockholm');

const pad = (value: number) => String(value).padStart(2, '0');

/** A time as RFC 3164 writes it, in UTC. */
function bsd(time: number): string {
  const date = new Date(time);
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${clock}`;
}

/** Read from a file long after, unless the arrival is said. */
const bsdTime = (text: string, near: number, arrivedAt = Date.UTC(2300, 0, 1), zone = utc) =>
  readBsdStamp(text, 0, { zone, near, arrivedAt })?.time;
const isoTime = (text: string, zone = utc, near = 0) => readIsoStamp(text, 0, { zone, near, arrivedAt: near })?.time;

const second = fc
  .integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2200, 0, 1) / 1000 })
  .map((seconds) => seconds * 1000);

describe('a stamp without a year', () => {
  it('gets the year that puts it nearest to the time it should be near', () => {
    fc.assert(
      fc.property(second, fc.integer({ min: -180 * DAY, max: 180 * DAY }), (time, distance) => {
        expect(bsdTime(bsd(time), time + distance)).toBe(time);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['Dec 31 23:59:59', Date.UTC(2026, 0, 1, 0, 0, 5), Date.UTC(2025, 11, 31, 23, 59, 59)],
    ['Jan  1 00:00:00', Date.UTC(2025, 11, 31, 23, 59, 0), Date.UTC(2026, 0, 1)],
    ['Dec 31 00:00:00', Date.UTC(2025, 11, 31, 12), Date.UTC(2025, 11, 31)],
    ['Feb 29 12:00:00', Date.UTC(2024, 2, 1), Date.UTC(2024, 1, 29, 12)],
    ['Feb 29 12:00:00', Date.UTC(2025, 2, 1), Date.UTC(2024, 1, 29, 12)],
    ['Feb 29 12:00:00', Date.UTC(2027, 11, 1), Date.UTC(2028, 1, 29, 12)],
    ['Feb 29 12:00:00', Date.UTC(2026, 5, 1), Date.UTC(2028, 1, 29, 12)],
  ])('%s near %d is %d', (text, near, time) => {
    expect(bsdTime(text, near)).toBe(time);
  });

  it.each([
    // A receiver in a zone 14 hours ahead, at New Year: less than a day.
    ['Jan  1 13:59:00', Date.UTC(2025, 11, 31, 23, 59), Date.UTC(2026, 0, 1, 13, 59)],
    ['Jan  1 23:58:59', Date.UTC(2025, 11, 31, 23, 59), Date.UTC(2026, 0, 1, 23, 58, 59)],
    ['Jan  2 00:00:00', Date.UTC(2025, 11, 31, 23, 59), Date.UTC(2025, 0, 2)],
    // Nearer in the coming year, yet nobody can have written it by now.
    ['Jun  1 00:00:00', Date.UTC(2026, 2, 1), Date.UTC(2025, 5, 1)],
    ['Feb 29 12:00:00', Date.UTC(2027, 11, 1), Date.UTC(2024, 1, 29, 12)],
    ['Feb 29 12:00:00', Date.UTC(2028, 1, 28, 12), Date.UTC(2028, 1, 29, 12)],
    ['Feb 29 12:00:00', Date.UTC(2028, 1, 28, 11, 59, 59), Date.UTC(2024, 1, 29, 12)],
    ['Feb 29 12:00:00', Date.UTC(2103, 5, 1), Date.UTC(2096, 1, 29, 12)],
  ])('%s that arrived at %d is %d, never more than a day ahead of the arrival', (text, arrivedAt, time) => {
    expect(bsdTime(text, arrivedAt, arrivedAt)).toBe(time);
    expect(bsdTime(text, arrivedAt + 400 * DAY, arrivedAt), 'after a line from the future').toBe(time);
  });

  it('lies at the most a day ahead of the arrival whatever the line before was, and else nearest to that', () => {
    const day = fc.integer({ min: -3000, max: 3000 });
    fc.assert(
      fc.property(second, day, day, (time, distance, ahead) => {
        const arrivedAt = time + ahead * DAY;
        const near = time + distance * DAY;
        const read = bsdTime(bsd(time), near, arrivedAt);
        const isLeapDay = bsd(time).startsWith('Feb 29');
        const years = Array.from({ length: 41 }, (_, at) => new Date(time).getUTCFullYear() - 20 + at);
        const candidates = years.map((year) => new Date(time).setUTCFullYear(year));
        const allowed = candidates
          .filter((each) => bsd(each) === bsd(time) && each <= arrivedAt + DAY)
          .map((each) => Math.abs(each - Math.min(near, arrivedAt + DAY)));
        if (read === undefined) expect(isLeapDay).toBe(true);
        else {
          expect(read).toBeLessThanOrEqual(arrivedAt + DAY);
          expect(Math.abs(read - Math.min(near, arrivedAt + DAY))).toBe(Math.min(...allowed));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a leap day two years ahead of the line before, when it has arrived by then', () => {
    const leapDay = Date.UTC(2120, 1, 29);
    expect(bsdTime(bsd(leapDay), leapDay - 425 * DAY, leapDay)).toBe(leapDay);
  });

  it('crosses New Year line by line, in both directions', () => {
    const times = Array.from({ length: 200 }, (_, index) => Date.UTC(2025, 11, 31, 22) + index * 60_000);
    for (const order of [times, times.toReversed()]) {
      let near = order[0] ?? 0;
      for (const time of order) {
        near = bsdTime(bsd(time), near) ?? Number.NaN;
        expect(near).toBe(time);
      }
    }
  });

  it.each(['Foo 10 10:00:00', 'Feb 30 10:00:00', 'Feb 10 24:00:00', 'Feb 10 10:60:00', 'Feb 00 10:00:00'])(
    'is not %s',
    (text) => {
      expect(bsdTime(text, 0)).toBeUndefined();
    },
  );
});

describe('an ISO stamp', () => {
  it('is exact with any offset, to the millisecond', () => {
    fc.assert(
      fc.property(second, fc.integer({ min: -14 * 60, max: 14 * 60 }), fc.nat({ max: 999 }), (time, minutes, ms) => {
        const local = new Date(time + minutes * 60_000).toISOString().slice(0, 19);
        const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
        const fraction = String(ms).padStart(3, '0');
        expect(isoTime(`${local}.${fraction}${offset}`)).toBe(time + ms);
        expect(isoTime(`${local},${fraction}999${offset.replace(':', '')}`)).toBe(time + ms);
        expect(isoTime(`${new Date(time).toISOString().slice(0, 19)}Z`)).toBe(time);
      }),
    );
  });

  it('of a day that does not exist is none', () => {
    for (const text of ['2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-04-31T00:00:00Z', '2026-01-01T24:00:00Z'])
      expect(isoTime(text)).toBeUndefined();
    expect(isoTime('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
    expect(isoTime('1900-02-29T00:00:00Z')).toBeUndefined();
  });

  it('counts a leap second as the first second of the next minute', () => {
    expect(isoTime('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1));
    expect(isoTime('2017-01-01 00:59:60', stockholm)).toBe(Date.UTC(2017, 0, 1));
    expect(bsdTime('Dec 31 23:59:60', Date.UTC(2017, 0, 1))).toBe(Date.UTC(2017, 0, 1));
    expect(isoTime('2016-12-31T23:59:61Z')).toBeUndefined();
  });
});

describe('a zone', () => {
  it.each([
    ['winter', '2026-02-10 18:57:45', Date.UTC(2026, 1, 10, 17, 57, 45)],
    ['summer', '2026-07-01 12:00:00', Date.UTC(2026, 6, 1, 10)],
    ['just before the clock goes forward', '2026-03-29 01:59:59', Date.UTC(2026, 2, 29, 0, 59, 59)],
    ['just after it went forward', '2026-03-29 03:00:00', Date.UTC(2026, 2, 29, 1)],
    ['an hour that is skipped, by the offset before', '2026-03-29 02:30:00', Date.UTC(2026, 2, 29, 1, 30)],
    ['just before the clock goes back', '2026-10-25 01:59:59', Date.UTC(2026, 9, 24, 23, 59, 59)],
    ['an hour that exists twice: the first', '2026-10-25 02:30:00', Date.UTC(2026, 9, 25, 0, 30)],
    ['just after it went back', '2026-10-25 03:00:00', Date.UTC(2026, 9, 25, 2)],
  ])('Europe/Stockholm, %s', (_name, text, time) => {
    expect(isoTime(text, stockholm)).toBe(time);
    // The order in which stamps are asked for makes no difference.
    expect(isoTime('2026-07-01 12:00:00', stockholm)).toBe(Date.UTC(2026, 6, 1, 10));
    expect(isoTime(text, stockholm)).toBe(time);
  });

  it.each(['Europe/Stockholm', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Easter'])(
    '%s gives every stamp of the wall clock a time at which the clock shows it',
    (name) => {
      const zone = zoneReader(name);
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' });
      fc.assert(
        fc.property(second, (time) => {
          const shown = format.format(time);
          const read = isoTime(shown, zone);
          expect(read === undefined ? undefined : format.format(read)).toBe(shown);
        }),
        { numRuns: 200 },
      );
    },
  );

  it('takes of an hour that exists twice the time nearest to the line before, through the whole change', () => {
    // From 01:30 before the clock goes back to 03:30 after it, a line a minute: 02:00 to 02:59 stands there twice.
    const times = Array.from({ length: 180 }, (_, minute) => Date.UTC(2026, 9, 24, 23, 30) + minute * 60_000);
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Stockholm',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    let near = times[0] ?? 0;
    for (const time of times) {
      near = isoTime(format.format(time), stockholm, near) ?? Number.NaN;
      expect(near).toBe(time);
    }
    // 59 minutes before, or a minute after: what arrives now was just written.
    expect(isoTime('2026-10-25 02:01:00', stockholm, Date.UTC(2026, 9, 25, 1, 1))).toBe(Date.UTC(2026, 9, 25, 1, 1));
    expect(bsdTime('Oct 25 02:01:00', Date.UTC(2026, 9, 25, 1, 1), undefined, stockholm)).toBe(
      Date.UTC(2026, 9, 25, 1, 1),
    );
    expect(bsdTime('Oct 25 02:01:00', Date.UTC(2026, 9, 25), undefined, stockholm)).toBe(Date.UTC(2026, 9, 25, 0, 1));
  });

  it('that does not exist is refused', () => {
    expect(() => zoneReader('Europe/Atlantis')).toThrow(/Europe\/Atlantis/);
  });
});

describe('the zone of the system', () => {
  const before = process.env['TZ'];
  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  it.each([
    ['UTC', Date.UTC(2026, 6, 1, 12)],
    ['Europe/Stockholm', Date.UTC(2026, 6, 1, 10)],
    ['Pacific/Easter', Date.UTC(2026, 6, 1, 18)],
  ])('is %s when TZ says so', (name, time) => {
    process.env['TZ'] = name;
    expect(isoTime('2026-07-01 12:00:00', zoneReader('system'))).toBe(time);
  });
});
