import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import type { LineOrigin } from '@tunnelwatch/server/core/lines/line-origin';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { monitorOf, NOTHING_KNOWN } from '../../support/monitors.js';
import { loadCatalogue } from '@tunnelwatch/server/config/load-catalogue';
import { createSimulation } from '@tunnelwatch/server/simulator/simulation';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_SHAPES } from '../../corpus/field-shapes.js';
import { HOSTILE } from '../../corpus/hostile.js';
import { CORPUS } from '../../corpus/lines.js';
import { plainBatch, withoutPath } from '../../support/event-parts.js';

const NOW = Date.UTC(2026, 1, 10, 18, 0, 0);

/** Everything that lines became, with the fast path allowed or not. */
function becomes(lines: readonly Buffer[], zone: string, isShortAllowed: boolean) {
  const loaded = loadCatalogue(null);
  if (!loaded.ok) throw new Error('the built-in catalogue is broken');
  const monitor = monitorOf(NOTHING_KNOWN, { catalogue: loaded.catalogue, columns: () => new EventColumns(64) });
  const building = new BatchBuilder(monitor, { isWatched: false });
  const source = monitor.sources.of('file', 'gw1.log');
  monitor.lines.arrive(NOW);
  const origin: LineOrigin = {
    source,
    zone: zoneReader(zone),
    gatewayHint: 'gw1',
    recipes: new TemplateCache(),
    isReadOnce: false,
    isHintGuessed: false,
    age: 'live',
  };
  const batches: unknown[] = [];
  const commit = () => {
    const taken = building.takeBatch(NOW, { files: [], tails: [] });
    if (taken !== undefined) batches.push(withoutPath(plainBatch(taken.batch)));
  };
  const times = lines.map((line, index) => {
    if (!isShortAllowed) origin.recipes = new TemplateCache();
    monitor.lines.line(origin, line, 0, line.length, false, NOW - index * 1000);
    // A commit now and then, as the pipeline makes them.
    if (index % 50 === 49) commit();
    return origin.lastTime;
  });
  commit();
  return { times, batches };
}

const bytes = (text: string) => Buffer.from(text, 'utf8');

/** Other digits in the same places: mostly a line of the same shape, sometimes one that only looks like it. */
function withDigits(text: string, digits: readonly number[]): string {
  let at = 0;
  return text.replace(/\d/g, (digit) => {
    const next = digits[at++ % digits.length] ?? 0;
    return next > 9 ? digit : String(next);
  });
}

const texts = [
  ...CORPUS.map(({ line }) => line),
  ...FIELD_SHAPES.map(({ line }) => line),
  ...HOSTILE.map((each) => Buffer.from(each.bytes).toString('utf8')),
].filter((line) => line.length < 4000);

describe('the time of the line before', () => {
  it('is the receiver’s and not that of a gateway whose clock is years off, on full decoding and on the short one', () => {
    const body = 'EFW: IPSEC: prio=2 id=278 seqno=1 windowbase=2 windowsize=64 matchkey=1';
    const lines = ['45', '46', '47'].map((second) =>
      bytes(`Feb 10 17:57:${second} gw1 [1970-01-01 00:00:${second}] ${body}`),
    );
    for (const isShortAllowed of [true, false]) {
      expect(becomes(lines, 'UTC', isShortAllowed).times).toEqual(
        [45, 46, 47].map((s) => Date.UTC(2026, 1, 10, 17, 57, s)),
      );
    }
  });
});

describe('lines that are known by their shape', () => {
  it('never take two quoted matchkeys for one, though they begin with the same word', () => {
    const line = (digit: number) =>
      `[2026-02-10 17:57:40] EFW: IPSEC: prio=2 id=278 matchkey="<img x=${String(digit)}>" seqno=1`;
    const lines = [1, 2, 1, 3].map((digit) => bytes(line(digit)));
    expect(becomes(lines, 'UTC', true)).toEqual(becomes(lines, 'UTC', false));
  });

  it.each(['UTC', 'Europe/Stockholm', 'Asia/Kathmandu'])(
    'become exactly what full decoding makes of them, with stamps read in %s',
    (zone) => {
      fc.assert(
        fc.property(
          fc.array(
            fc.tuple(fc.constantFrom(...texts), fc.array(fc.nat({ max: 25 }), { minLength: 1, maxLength: 40 })),
            {
              minLength: 1,
              maxLength: 12,
            },
          ),
          (picks) => {
            const lines = picks.flatMap(([text, digits]) => {
              const varied = withDigits(text, digits);
              return [text, text, varied, text, varied, varied].map(bytes);
            });
            expect(becomes(lines, zone, true)).toEqual(becomes(lines, zone, false));
          },
        ),
        { numRuns: 120 },
      );
    },
  );

  it.each(['rsyslog', 'rfc5424', 'rfc3164', 'receiver-and-device', 'raw', 'with-year', 'kiwi', 'json'] as const)(
    'become exactly what full decoding makes of them in a log of the format %s',
    (format) => {
      const simulation = createSimulation({
        format,
        seed: 5,
        startMs: NOW,
        scenario: 'mixed',
        rate: 200,
        tunnels: 50,
        gateways: 2,
      });
      const lines = Array.from({ length: 3000 }, () => bytes(simulation.next().line));
      expect(becomes(lines, 'Europe/Stockholm', true)).toEqual(becomes(lines, 'Europe/Stockholm', false));
    },
  );
});
