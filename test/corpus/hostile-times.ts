import { hostile, known } from './hostile-line.js';
import type { HostileLine, LineContext } from './types.js';

const BODY = 'IPSEC: prio=2 id=278 rev=1 event=anti_replay_check_failed seqno=1 matchkey=m1';

/** A line with this stamp in its header, whose event must carry a time within the span. */
function stamped(
  name: string,
  stamp: string,
  context: Partial<LineContext>,
  timeFrom: number,
  timeTo = timeFrom,
): HostileLine {
  return hostile(name, `${stamp} gw1 EFW: ${BODY}`, known(278, { gateway: 'gw1', timeFrom, timeTo }), context);
}

const NEW_YEAR = Date.UTC(2026, 0, 1);

/** Around New Year, changes of the clock, leap days and leap seconds, the future and the past. */
export const HOSTILE_TIMES: readonly HostileLine[] = [
  stamped('December, read in January', 'Dec 31 23:59:58', { arrival: NEW_YEAR + 30_000 }, NEW_YEAR - 2000),
  stamped(
    'January, read in December by a clock that is slow',
    'Jan  1 00:00:01',
    { arrival: NEW_YEAR - 10_000 },
    NEW_YEAR + 1000,
  ),
  stamped('a day of one digit', 'Feb  3 04:05:06', {}, Date.UTC(2026, 1, 3, 4, 5, 6)),
  stamped('half a year ago', 'Sep  1 00:00:00', { arrival: Date.UTC(2026, 1, 10) }, Date.UTC(2025, 8, 1)),
  stamped(
    'a zone that is ahead, at New Year',
    'Jan  1 08:00:00',
    { arrival: NEW_YEAR, timeZone: 'Asia/Tokyo' },
    NEW_YEAR - 3_600_000,
  ),
  stamped(
    'an hour that exists twice',
    'Oct 25 2026 02:30:00',
    { timeZone: 'Europe/Stockholm' },
    Date.UTC(2026, 9, 25, 0, 30),
    Date.UTC(2026, 9, 25, 1, 30),
  ),
  stamped(
    'an hour that does not exist',
    'Mar 29 2026 02:30:00',
    { timeZone: 'Europe/Stockholm' },
    Date.UTC(2026, 2, 29, 0, 30),
    Date.UTC(2026, 2, 29, 1, 30),
  ),
  stamped('a summer stamp', 'Jul  1 2026 12:00:00', { timeZone: 'Europe/Stockholm' }, Date.UTC(2026, 6, 1, 10)),
  stamped('29 February', 'Feb 29 12:00:00', { arrival: Date.UTC(2028, 2, 1) }, Date.UTC(2028, 1, 29, 12)),
  hostile('29 February in a year without one is still an event', `Feb 29 12:00:00 gw1 EFW: ${BODY}`, known(278)),
  stamped('a leap second', '2016-12-31T23:59:60Z', {}, Date.UTC(2016, 11, 31, 23, 59, 59), Date.UTC(2017, 0, 1)),
  stamped('from the future', '2031-01-01T00:00:00Z', {}, Date.UTC(2031, 0, 1)),
  stamped('long ago', '1999-12-31T23:59:59Z', {}, Date.UTC(1999, 11, 31, 23, 59, 59)),
  stamped('a zone of a quarter hour', '2026-02-10T18:57:45+05:45', {}, Date.UTC(2026, 1, 10, 13, 12, 45)),
  stamped('nanoseconds', '2026-02-10T18:57:45.123456789Z', {}, Date.UTC(2026, 1, 10, 18, 57, 45, 123)),
  hostile('a month that does not exist', `2026-13-45T99:99:99Z gw1 EFW: ${BODY}`, known(278)),
  hostile(
    'no stamp at all: the arrival counts',
    `EFW: ${BODY}`,
    known(278, { gateway: 'gw-raw', timeFrom: NEW_YEAR, timeTo: NEW_YEAR }),
    { arrival: NEW_YEAR },
  ),
];
