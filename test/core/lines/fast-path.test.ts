import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import type { LineOrigin } from '@tunnelwatch/server/core/lines/line-origin';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { monitorOf, NOTHING_KNOWN } from '../../support/monitors.js';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../corpus/hostile.js';
import { CORPUS } from '../../corpus/lines.js';
import { ARRIVAL } from '../../corpus/prefixes.js';
import { plainBatch, withoutPath } from '../../support/event-parts.js';

/** What an ingest makes of lines. With `forgets`, nothing is learned from one line for the next. */
function batchesOf(
  lines: readonly Buffer[],
  zone: string,
  forgets: boolean,
  storeOther: boolean,
  start = { now: ARRIVAL, near: ARRIVAL },
): unknown[] {
  const batches: unknown[] = [];
  const { near } = start;
  let { now } = start;
  const monitor = monitorOf(NOTHING_KNOWN, { storeOther, columns: () => new EventColumns(8) });
  const building = new BatchBuilder(monitor, { isWatched: false });
  const commit = () => {
    const taken = building.takeBatch(now, { files: [], tails: [] });
    if (taken !== undefined) batches.push(withoutPath(plainBatch(taken.batch)));
  };
  const source = monitor.sources.of('file', '/logs/gw1.log');
  const read = zoneReader(zone);
  const learning: LineOrigin = {
    source,
    zone: read,
    gatewayHint: 'gw1',
    recipes: new TemplateCache(),
    isReadOnce: false,
    isHintGuessed: false,
    age: 'live',
  };
  lines.forEach((line, index) => {
    now += 7;
    monitor.lines.arrive(now);
    if (forgets) learning.recipes = new TemplateCache();
    monitor.lines.line(learning, line, 0, line.length, line.length % 50 === 49, near);
    if (index % 13 === 12) commit();
  });
  commit();
  return batches;
}

/** The same line with other digits, which is what most lines of a log are to each other. */
function withOtherDigits(line: string, digits: readonly number[]): string {
  let at = 0;
  return line.replaceAll(/\d/g, (digit) => {
    const other = digits[at++ % Math.max(1, digits.length)];
    return other === undefined || other > 9 ? digit : String(other);
  });
}

const word = fc.constantFrom(
  '',
  'a',
  'm1',
  'm2',
  '0x1f',
  '0x1F',
  '007',
  '7',
  '-1',
  '192.0.2.1:0x1a',
  '"a b"',
  '"a',
  'a"b',
  'é',
  'a=b',
  'x matchkey=y',
);
const body = fc
  .tuple(
    fc.constantFrom(
      'id=278',
      'id=0278',
      'id=0x116',
      'id=1690',
      'id=1682',
      'id=633',
      'id=',
      'prio=2 id=611',
      'prio=5 id=278',
      '',
    ),
    fc.array(fc.tuple(fc.constantFrom('seqno', 'matchkey', 'iface', 'note', 'new', 'severity', 'event'), word), {
      maxLength: 4,
    }),
  )
  .map(([id, pairs]) => [id, ...pairs.map(([name, value]) => `${name}=${value}`)].join(' '));
const prefix = fc.constantFrom(
  '[2026-02-10 17:57:40] ',
  '[2026-02-30 17:57:40] ',
  'Feb 10 18:57:45 gw1 ',
  'Feb 10 18:57:45 gw1_Master [2026-02-10 17:57:45] ',
  'Feb 29 18:57:45 gw2_Slave ',
  'Feb 10 2026 18:57:45 gw3 ',
  'Feb 10 18:57:45 2026 gw3 ',
  'Feb 10 18:57:45.5 gw3 ',
  'Dec 31 23:59:59 gw1 ',
  'Jan  1 00:00:00 gw1 [2026-01-01 00:00:00] ',
  'Oct 25 02:30:00 gw1 ',
  'Nov  1 01:30:00 gw1 [2026-11-01 00:30:00] ',
  'Mar 29 02:30:00 gw1 ',
  '2026-10-25 02:30:00 gw4 ',
  'Dec 31 23:59:60 gw1 ',
  '<134>Feb 10 18:57:45 gw1 ',
  '<131>Feb 10 18:57:45 gw1 ',
  '2026-02-10T18:57:45.970123+01:00 gw4 ',
  '2026-02-10T18:57:45.97+01:00 gw4 ',
  '2026-02-10T18:57:45 gw4 ',
  '2026-03-29 02:30:00 gw4 ',
  '2026-02-10T23:59:60Z gw4 ',
  '2026-02-10 18:57:45\tLocal0.Notice\t192.0.2.7\t[2026-02-10 17:55:40] ',
  '2026-02-10 18:57:45\tLocal0.Error\t192.0.2.8\t',
  '',
);
const made = fc
  .tuple(
    prefix,
    fc.constantFrom('EFW: IPSEC: ', 'EFW: IPSEC,FRAG: ', 'EFW: CONN: ', 'EFW: IKE: ', '1 EFW: IPSEC: '),
    body,
  )
  .map((parts) => parts.join(''));
const real = fc.constantFrom(...CORPUS.map(({ line }) => line));

/** When the lines arrive, and what was known before the first: around New Year, leap days and changes of the clock. */
const start = fc
  .tuple(
    fc.constantFrom(
      ARRIVAL,
      Date.UTC(2026, 0, 1),
      Date.UTC(2026, 2, 29, 1),
      Date.UTC(2026, 9, 25, 1),
      Date.UTC(2026, 10, 1, 6),
      Date.UTC(2028, 1, 29, 12),
      Date.UTC(2027, 6, 1),
    ),
    fc.integer({ min: -7_200_000, max: 7_200_000 }),
    fc.constantFrom(0, 0, 3_600_000, -86_400_000, 30_000_000_000, -30_000_000_000),
  )
  .map(([about, off, distance]) => ({ now: about + off, near: about + off + distance }));

/** A few lines, each many times with other digits, in any order. */
const stream = fc.array(fc.oneof(made, real), { minLength: 1, maxLength: 5 }).chain((lines) =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...lines), fc.array(fc.nat({ max: 25 }), { maxLength: 40 }))
      .map(([line, digits]) => Buffer.from(withOtherDigits(line, digits))),
    { minLength: 1, maxLength: 40 },
  ),
);

describe('a line that takes the fast path', () => {
  it('becomes what it would become by full decoding: event, times, subject, counts and alerts', () => {
    fc.assert(
      fc.property(
        stream,
        fc.constantFrom('UTC', 'Europe/Stockholm', 'America/New_York'),
        fc.boolean(),
        start,
        (lines, zone, storeOther, from) => {
          const short = batchesOf(lines, zone, false, storeOther, from);
          expect(short).toEqual(batchesOf(lines, zone, true, storeOther, from));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it.each(['UTC', 'Europe/Stockholm'])('does so for the whole corpus, several times over, in %s', (zone) => {
    const lines = [0, 1, 2].flatMap(() => [
      ...CORPUS.map(({ line }) => Buffer.from(line)),
      ...HOSTILE.map(({ bytes }) => Buffer.from(bytes)),
    ]);
    expect(batchesOf(lines, zone, false, false)).toEqual(batchesOf(lines, zone, true, false));
  });
});
