import { actionLabel, detailLabel } from '../../../../client/src/views/report/activity-labels.js';
import {
  formatStarts,
  parseStarts,
  presetRange,
  rangeFault,
  shiftAt,
  USUAL_STARTS,
} from '../../../../client/src/views/report/report-range.js';
import { changeText, changeLabel } from '../../../../client/src/views/report/report-labels.js';
import { describe, expect, it } from 'vitest';

/** A local time: the tests run in more than one zone. */
const local = (day: number, hour: number, minute = 0) => new Date(2026, 1, day, hour, minute).getTime();
const HOUR = 3_600_000;

describe('the time of a shift', () => {
  it('goes from one beginning to the next, over midnight too', () => {
    expect(shiftAt(local(10, 7), USUAL_STARTS, 'this')).toEqual({ from: local(10, 6), to: local(10, 14) });
    expect(shiftAt(local(10, 14), USUAL_STARTS, 'this')).toEqual({ from: local(10, 14), to: local(10, 22) });
    expect(shiftAt(local(10, 3), USUAL_STARTS, 'this')).toEqual({ from: local(9, 22), to: local(10, 6) });
    expect(shiftAt(local(10, 3), USUAL_STARTS, 'last')).toEqual({ from: local(9, 14), to: local(9, 22) });
    expect(shiftAt(local(10, 7), USUAL_STARTS, 'last')).toEqual({ from: local(9, 22), to: local(10, 6) });
  });

  it('is a day where one shift begins each day', () => {
    const starts = parseStarts('7:30') ?? [];
    expect(shiftAt(local(10, 7, 29), starts, 'this')).toEqual({ from: local(9, 7, 30), to: local(10, 7, 30) });
    expect(shiftAt(local(10, 7, 29), starts, 'last')).toEqual({ from: local(8, 7, 30), to: local(9, 7, 30) });
  });

  it('is read from what somebody types', () => {
    expect(formatStarts(parseStarts('22:00, 6:00;14:00 06:00') ?? [])).toBe('06:00 14:00 22:00');
    for (const text of ['', '25:00', '06:60', 'six', '6', '06:00 x']) expect(parseStarts(text)).toBeNull();
  });

  it('may be the last hours, and is refused where there is no report', () => {
    const now = local(10, 7);
    const end = now + 60_000;
    expect(presetRange('Last 24 h', now, USUAL_STARTS)).toEqual({ from: end - 24 * HOUR, to: end });
    expect(presetRange('Last 8 h', now + 30_123, USUAL_STARTS)).toEqual({ from: end - 8 * HOUR, to: end });
    // The page's clock lags: what was done in the first seconds of the next minute is in the report all the same.
    expect(presetRange('Last 8 h', now + 59_000, USUAL_STARTS).to).toBe(end + 60_000);
    expect(rangeFault(presetRange('This shift', now, USUAL_STARTS), now)).toBeNull();
    expect(rangeFault({ from: now, to: now - 1 }, now)).toMatch(/must be after/);
    expect(rangeFault({ from: now + HOUR, to: now + 2 * HOUR }, now)).toMatch(/in the future/);
    expect(rangeFault({ from: now - 200 * HOUR, to: now }, now)).toMatch(/seven days/);
  });
});

describe('what a report says', () => {
  it('compares, and says where there is nothing to compare with', () => {
    expect([changeText(12, 10), changeText(5, 10), changeText(10, 10), changeText(3, 0), changeText(3, null)]).toEqual([
      '+20 %',
      '−50 %',
      '0 %',
      'new',
      '–',
    ]);
    expect(changeLabel(12, 10)).toBe('20 % more than');
    expect(changeLabel(1_000_001, 1_000_000)).toBe('a little more than');
  });

  it('tells what somebody did', () => {
    expect(actionLabel({ action: 'closeAll', changed: 12 })).toBe('closed 12 alerts at once');
    expect(actionLabel({ action: 'acknowledge', changed: null })).toBe('acknowledged');
    expect(actionLabel({ action: 'somethingNew', changed: null })).toBe('somethingNew');
    expect(detailLabel({ action: 'assign', assignee: null, until: null })).toBe(' to nobody');
    expect(detailLabel({ action: 'shelve', assignee: null, until: local(10, 20) })).toBe(' until 10 Feb 2026 20:00:00');
  });
});
