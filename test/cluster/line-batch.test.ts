import { CUT, LENGTH, type LineBatch, readLineBatch, writeLineBatch } from '@tunnelwatch/server/cluster/line-batch';
import { openOrigin, sharedReading } from '@tunnelwatch/server/core/lines/line-origin';
import { SourceRegistry } from '@tunnelwatch/server/core/aggregate/source-registry';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { LineRecorder } from '@tunnelwatch/server/ingest/collector/line-recorder';
import { Spool } from '@tunnelwatch/server/ingest/collector/spool';
import { BatchPlayer, sourceNameOf } from '@tunnelwatch/server/ingest/replica/batch-player';
import type { LineIntake } from '@tunnelwatch/server/ingest/source/line-intake';
import { createSimulation } from '@tunnelwatch/server/simulator/simulation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainBatch } from '../support/event-parts.js';
import { monitorOf, NOTHING_KNOWN } from '../support/monitors.js';

const NOW = Date.UTC(2026, 1, 10, 17);
const simulation = createSimulation({
  seed: 3,
  rate: 100,
  tunnels: 50,
  gateways: 2,
  scenario: 'mixed',
  format: 'all',
  startMs: NOW,
});
const LINES = Array.from({ length: 400 }, () => Buffer.from(simulation.next().line));

/** A line as a source reads it: which one, what it is, when, and how. */
interface Read {
  source: number;
  line: Buffer;
  at: number;
  isCut: boolean;
  age: 'live' | 'backlog' | 'history';
}

const reads = fc.array(
  fc.record({
    source: fc.integer({ min: 0, max: 2 }),
    line: fc.oneof(
      fc.constantFrom(...LINES),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    ),
    at: fc.integer({ min: 0, max: 20 }).map((seconds) => NOW + seconds * 1000),
    isCut: fc.boolean(),
    age: fc.constantFrom('live' as const, 'backlog' as const, 'history' as const),
  }),
  { maxLength: 60 },
);

const SETTINGS = [
  { gatewayHint: 'gw1', isHintGuessed: true, timeZone: 'UTC', format: null },
  { gatewayHint: '192.0.2.7', isHintGuessed: false, timeZone: 'Europe/Stockholm', format: null },
  { gatewayHint: 'gw3', isHintGuessed: false, timeZone: 'UTC', format: '(?<gateway>gw-[a-z]+) (?<message>.*)' },
];

/** Reads lines of three sources into an intake. @param nameOf the name of a source there */
function readInto(
  intake: Pick<LineIntake, 'sources' | 'lines'>,
  all: readonly Read[],
  nameOf: (name: string) => string,
) {
  const origins = SETTINGS.map((settings, index) => {
    const name = nameOf(`${String(index)}.log`);
    const binding = index === 1 ? { sender: '192.0.2.7', gateway: null, bound: ['gw-north'], allowed: [] } : null;
    return openOrigin(
      intake.sources.of('file', name),
      { ...settings, isReadOnce: false, sender: { name, kind: 'source' }, binding },
      sharedReading(settings),
    );
  });
  for (const { source, line, at, isCut, age } of all) {
    const origin = origins[source];
    if (origin === undefined) continue;
    origin.age = age;
    intake.lines.arrive(at);
    intake.lines.line(origin, line, 0, line.length, isCut, at);
  }
  intake.lines.settle();
}

function outcomeOf(monitor: Monitor): unknown {
  const taken = new BatchBuilder(monitor, { isWatched: false }).takeBatch(NOW, { files: [], tails: [] });
  // A source without a line is not known to the nodes until its collector reports.
  const { events, sources } = taken === undefined ? { events: [], sources: [] } : plainBatch(taken.batch);
  const names = new Map(monitor.sources.all().map(({ id, name }) => [id, name]));
  return {
    events: events.map(({ sourceId, ...event }) => ({ ...event, source: names.get(sourceId) })),
    sources: sources
      .filter(({ counts }) => counts.lines > 0)
      .map(({ name, counts, lastLine }) => ({ name, counts: { ...counts, slow: 0 }, lastLine }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** What is around each line of a batch, and its first byte. */
function linesOf({ origins, runs, lengths, bytes }: LineBatch) {
  let [index, start] = [0, 0];
  return runs.flatMap(({ origin, arrivedAt: at, count }) =>
    Array.from({ length: count }, () => {
      const length = lengths[index++] ?? 0;
      const first = bytes[start];
      start += length & LENGTH;
      return { first, name: origins[origin]?.name, at, isCut: (length & CUT) !== 0 };
    }),
  );
}

describe('lines that a collector sends', () => {
  it('[CLU-60] become on a node what they would have become where they were read', () => {
    fc.assert(
      fc.property(reads, (all) => {
        const direct = monitorOf(NOTHING_KNOWN, { startedAt: NOW });
        readInto(direct, all, (name) => sourceNameOf('c1', name));
        const sources = new SourceRegistry([]);
        const recorder = new LineRecorder(sources);
        readInto({ sources, lines: recorder }, all, (name) => name);
        const node = monitorOf(NOTHING_KNOWN, { startedAt: NOW });
        const player = new BatchPlayer(node);
        recorder.take().forEach((recorded, index) => {
          const sent = writeLineBatch({ collector: 'c1', incarnation: 'i', number: index + 1, ...recorded });
          player.play(readLineBatch(sent), Number.MAX_SAFE_INTEGER);
        });
        expect(outcomeOf(node)).toEqual(outcomeOf(direct));
      }),
      { numRuns: 200 },
    );
  });

  it('[CLU-60] fit into a message of the stream each, however many and however random they are, in their order', () => {
    const sources = new SourceRegistry([]);
    const recorder = new LineRecorder(sources);
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) & 0xff;
    const all = Array.from({ length: 60 }, (_, index) => {
      const line = Buffer.from(Uint8Array.from({ length: 60_000 }, random));
      line[0] = index;
      return { source: index % 3, line, at: NOW + index, isCut: index % 2 === 0, age: 'live' as const };
    });
    const spool = new Spool('c1', undefined, () => undefined);
    readInto({ sources, lines: recorder }, all, (name) => name);
    const fits = recorder.take().map((recorded) => spool.add(recorded));
    const bodies = spool.takeChange()?.added.map(({ body }) => body) ?? [];
    expect(fits).toContain(false);
    expect(Math.max(...bodies.map(({ length }) => length))).toBeLessThanOrEqual(512 * 1024);
    const sent = bodies.map((body) => readLineBatch(body));
    expect(sent.map(({ number }) => number)).toEqual(sent.map((_, index) => index + 1));
    expect(sent.flatMap((batch) => linesOf(batch))).toEqual(
      all.map(({ source, line, at, isCut }) => ({ first: line[0], name: `${String(source)}.log`, at, isCut })),
    );
  });

  it('[CLU-60] are cut into smaller batches from then on where they are hard to compress', () => {
    const recorder = new LineRecorder(new SourceRegistry([]));
    const sizes: number[] = [];
    for (const isTooLarge of [true, true, false]) {
      recorder.noteFit(isTooLarge);
      const all = Array.from({ length: 60 }, () => {
        return { source: 0, line: Buffer.alloc(50_000), at: NOW, isCut: false, age: 'live' as const };
      });
      readInto({ sources: new SourceRegistry([]), lines: recorder }, all, (name) => name);
      sizes.push(Math.max(...recorder.take().map(({ bytes }) => bytes.length)));
    }
    const [first = 0, second = 0, third = 0] = sizes;
    expect(second).toBeLessThan(first);
    expect(third).toBeGreaterThan(second);
  });

  it('[CLU-60] have their sources numbered in the order of the stream, those without a line too', () => {
    const sources = new SourceRegistry([]);
    const recorder = new LineRecorder(sources);
    readInto({ sources, lines: recorder }, [], (name) => name);
    const node = monitorOf(NOTHING_KNOWN, { startedAt: NOW });
    const player = new BatchPlayer(node);
    recorder.take().forEach((recorded, index) => {
      player.play({ collector: 'c1', incarnation: 'i', number: index + 1, ...recorded }, NOW);
    });
    expect(node.sources.all().map(({ id, name }) => [id, name])).toEqual([
      [1, 'c1: 0.log'],
      [2, 'c1: 1.log'],
      [3, 'c1: 2.log'],
    ]);
  });

  it('[CLU-61] arrive no later than the stream has them, whatever the clock of their collector says', () => {
    const node = monitorOf(NOTHING_KNOWN, { startedAt: NOW });
    const sources = new SourceRegistry([]);
    const recorder = new LineRecorder(sources);
    const [line = Buffer.alloc(0)] = LINES;
    readInto(
      { sources, lines: recorder },
      [{ source: 0, line, at: NOW + 86_400_000, isCut: false, age: 'live' }],
      (name) => name,
    );
    const [recorded] = recorder.take();
    if (recorded === undefined) throw new Error('nothing was recorded');
    new BatchPlayer(node).play({ collector: 'c1', incarnation: 'i', number: 1, ...recorded }, NOW);
    expect(node.lines.now).toBe(NOW);
  });
});
