import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { showTimesIn } from '../../../client/src/format/shown-zone.js';
import { typedTime } from '../../../client/src/shell/palette/typed-time.js';

const NOW = Date.parse('2026-02-10T17:42:30Z');

describe('a time that is typed into the palette', () => {
  beforeEach(() => showTimesIn('Europe/Stockholm'));
  afterEach(() => showTimesIn(null));

  it.each([
    ['18:40', '2026-02-10T17:40:00Z'],
    ['18:40:05', '2026-02-10T17:40:05Z'],
    // Yet to come today, so it is yesterday's.
    ['23:15', '2026-02-09T22:15:00Z'],
    ['yesterday 14:32', '2026-02-09T13:32:00Z'],
    ['Today 3:05', '2026-02-10T02:05:00Z'],
    ['2026-01-31 09:00', '2026-01-31T08:00:00Z'],
    ['2025-07-01T09:00:01', '2025-07-01T07:00:01Z'],
  ])('%s is in the shown zone', (text, iso) => {
    expect(typedTime(text, NOW)).toBe(Date.parse(iso));
  });

  it.each([
    ['-15m', 15 * MINUTE_MS],
    ['2h ago', 2 * HOUR_MS],
    ['3 days ago', 3 * DAY_MS],
    ['1 minute ago', MINUTE_MS],
  ])('%s is before now', (text, ms) => {
    expect(typedTime(text, NOW)).toBe(NOW - ms);
  });

  it.each([
    '',
    '4711',
    '0x1f',
    '5d',
    '12',
    'today',
    'today 23:15',
    '25:00',
    '12:60',
    '2027-01-01 00:00',
    '2026-13-01 00:00',
    'north 14:32',
  ])('%s is none', (text) => {
    expect(typedTime(text, NOW)).toBeNull();
  });

  it('is never in the future and never not a number, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(today |yesterday )?\d{1,2}:\d{1,2}$/)), (text) => {
        const at = typedTime(text, NOW);
        expect(at === null || at <= NOW).toBe(true);
      }),
    );
  });
});
