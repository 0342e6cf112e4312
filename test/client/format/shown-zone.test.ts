import { afterEach, describe, expect, it } from 'vitest';
import { formatAxisTime, formatDateTime, formatIso } from '../../../client/src/format/format-time.js';
import { dayStart, fromField, showTimesIn, toField, zoneOffset } from '../../../client/src/format/shown-zone.js';
import { timeTicks } from '../../../client/src/charts/time-ticks.js';

const HOUR = 3_600_000;
const AT = Date.UTC(2026, 1, 10, 23, 30, 15);

afterEach(() => showTimesIn(null));

describe('[PEO-33] times in the zone that a person chose', () => {
  it('are shown in it, on axes too, and read back from fields', () => {
    showTimesIn('Asia/Kolkata');
    expect(formatDateTime(AT)).toBe('11 Feb 2026 05:00:15');
    expect(formatIso(AT)).toBe('2026-02-11T05:00:15.000+05:30');
    expect(formatAxisTime(AT, HOUR)).toBe('05:00');
    expect([toField(AT), fromField(toField(AT))]).toEqual(['2026-02-11T05:00:15', AT]);
    expect(fromField('2026-02-11T05:00')).toBe(AT - 15_000);
    expect(timeTicks(AT, AT + 48 * HOUR, 2).map((at) => toField(at).slice(11))).toEqual(['00:00:00', '00:00:00']);
    showTimesIn('UTC');
    expect([formatDateTime(AT), zoneOffset(AT)]).toEqual(['10 Feb 2026 23:30:15', 0]);
  });

  it('begin days at midnight there, also when clocks change', () => {
    showTimesIn('Europe/Stockholm');
    const change = Date.UTC(2026, 2, 29, 12);
    expect([dayStart(change), dayStart(change, 1)]).toEqual([Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)]);
    expect(fromField('2026-10-25T12:00:00')).toBe(Date.UTC(2026, 9, 25, 11));
  });

  it('stay those of the device for a zone that the browser does not know, and an empty field is no time', () => {
    showTimesIn('Mars/Olympus');
    expect(zoneOffset(AT)).toBe(-new Date(AT).getTimezoneOffset() * 60_000);
    expect([fromField(null), fromField('')]).toEqual([Number.NaN, Number.NaN]);
  });
});
