import { emptyCounts } from '@tunnelwatch/server/core/aggregate/source-tally';
import { type SourceReader, SourceReport } from '@tunnelwatch/server/ingest/source/health/source-report';
import type { SourceRecord } from '@tunnelwatch/server/core/aggregate/source-tally';
import { sourceHealthSchema } from '@tunnelwatch/shared/source-health';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleListener } from '../../../support/sample-source.js';

const START = Date.UTC(2026, 1, 10, 12);

type Changeable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

function setUp(earlier: Partial<SourceRecord> = {}) {
  const source: SourceRecord = { id: 1, kind: 'file', name: 'gw1.log', ...emptyCounts(), ...earlier };
  const reader: Changeable<SourceReader> = {
    state: 'idle',
    offset: 0,
    size: 0,
    lagBytes: 0,
    lastError: null,
    isBehind: false,
    readThroughAt: null,
    bytesRead: 0,
  };
  const remembered: SourceRecord['pastError'][] = [];
  let isMissing = () => false;
  const report = new SourceReport({
    earlier: [structuredClone(source)],
    onRemembered: ({ pastError }) => remembered.push(pastError),
    isMissing: () => isMissing(),
  });
  const told = (now: number) =>
    report.changes({ read: [{ source, reader }], all: [source], positionOf: () => 0 }, now).changed;
  const at = (seconds: number) => told(START + seconds * 1000);
  const setMissing = (value: boolean) => {
    isMissing = () => value;
  };
  return { source, reader, report, remembered, setMissing, told, at, one: (seconds: number) => at(seconds)[0] };
}

describe('a source that is no longer read', () => {
  const HOUR = 3_600_000;

  it('[TAIL-36] leaves when its file is gone for a day, and is listed again when it is read', () => {
    const { source, reader, report, setMissing } = setUp();
    source.lastArrival = START;
    const changes = (read: boolean, now: number) =>
      report.changes({ read: read ? [{ source, reader }] : [], all: [source], positionOf: () => 7 }, now);
    changes(true, START);
    expect(changes(false, START + 1000)).toMatchObject({ changed: [{ state: 'stopped' }], gone: [] });
    // As long as its file is there, it stays.
    expect(changes(false, START + 48 * HOUR)).toEqual({ changed: [], gone: [] });
    setMissing(true);
    expect(changes(false, START + 49 * HOUR)).toEqual({ changed: [], gone: [] });
    expect(changes(false, START + 73 * HOUR)).toEqual({ changed: [], gone: [source.id] });
    expect(changes(false, START + 74 * HOUR)).toEqual({ changed: [], gone: [] });
    const back = changes(true, START + 75 * HOUR);
    expect(back).toMatchObject({ changed: [{ id: source.id, state: 'idle', counts: source.counts }], gone: [] });
  });

  it('[TAIL-36] is not listed at all when it was gone for longer at the start', () => {
    const { source, report, setMissing } = setUp();
    source.lastArrival = START - 25 * HOUR;
    setMissing(true);
    expect(report.changes({ read: [], all: [source], positionOf: () => 7 }, START)).toEqual({
      changed: [],
      gone: [source.id],
    });
  });
});

describe('the report of the sources', () => {
  it('tells a source that is new, and then only one that changed', () => {
    const { source, at } = setUp();
    expect(at(0)).toHaveLength(1);
    expect(at(1)).toEqual([]);
    source.counts.lines += 1;
    source.counts.empty += 1;
    expect(at(2)).toMatchObject([{ id: 1, counts: { lines: 1, empty: 1 }, linesPerSecond: 0.5 }]);
  });

  const changes: readonly [string, (source: SourceRecord, reader: Changeable<SourceReader>) => void][] = [
    ['lines', ({ counts }) => (counts.lines += 1)],
    ['its last arrival', (source) => (source.lastArrival = START)],
    ['its last time', (source) => (source.lastTime = START)],
    ['its last line', (source) => (source.lastLine = 'x')],
    ['its skew', (source) => (source.skewMs = 5)],
    ['rotations', (source) => (source.rotations += 1)],
    ['truncations', (source) => (source.truncations += 1)],
    ['its past error', (source) => (source.pastError = { at: 1, message: 'x' })],
    ['its state', (_, reader) => (reader.state = 'reading')],
    ['its position', (_, reader) => (reader.offset = 7)],
    ['its size', (_, reader) => (reader.size = null)],
    ['its lag', (_, reader) => (reader.lagBytes = 7)],
    ['its lag in time', (_, reader) => (reader.isBehind = true)],
    ['its error', (_, reader) => (reader.lastError = 'x')],
    ['its rate in bytes', (_, reader) => (reader.bytesRead = 7000)],
    ['lost bytes', (source) => (source.lostBytes = 7)],
    ['silence', (_, reader) => (reader.silence = { since: START, usualLinesPerMinute: 3 })],
    ['its listener', (_, reader) => (reader.listenerHealth = sampleListener())],
  ];

  it.each(changes)('tells a change of %s', (_name, change) => {
    const { source, reader, at } = setUp({ lastArrival: null });
    at(0);
    change(source, reader);
    const told = at(1);
    expect(told).toHaveLength(1);
    expect(sourceHealthSchema.parse(told[0])).toEqual(told[0]);
  });

  it('tells what a listener changes in place, and keeps what it told before', () => {
    const { reader, one } = setUp();
    const listenerHealth = sampleListener({ kernelDrops: 1 });
    reader.listenerHealth = listenerHealth;
    const before = one(0);
    listenerHealth.kernelDrops = 2;
    expect(one(1)?.listener?.kernelDrops).toBe(2);
    expect(before?.listener?.kernelDrops).toBe(1);
  });

  it('lets the rates of a source that stopped fall to 0, and then tells nothing more of it', () => {
    const { source, reader, at, one } = setUp();
    at(0);
    source.counts.lines = 100;
    reader.bytesRead = 20_000;
    expect(one(1)).toMatchObject({ linesPerSecond: 100, bytesPerSecond: 20_000 });
    const rates = Array.from({ length: 10 }, (_, index) => one(index + 2));
    expect(rates.at(-1)).toMatchObject({ linesPerSecond: 0, bytesPerSecond: 0 });
    expect(at(12)).toEqual([]);
    expect(at(3600)).toEqual([]);
  });

  it('says of a source that nobody follows what was counted, and of the rest nothing', () => {
    const { source, report } = setUp({ lastArrival: START - 1 });
    expect(report.changes({ read: [], all: [source], positionOf: () => 70 }, START).changed).toMatchObject([
      { state: 'stopped', offset: 70, size: null, lagMs: 0, bytesPerSecond: null, lastError: null, listener: null },
    ]);
  });
});

describe('a source that rests', () => {
  it('is told of as if it were looked at every second', () => {
    const seconds = fc.array(
      fc.constantFrom('nothing', 'nothing', 'a minute', 'lines', 'a last line', 'an error', 'silence'),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(seconds, (all) => {
        const [watched, resting] = [setUp(), setUp()];
        let now = START;
        let revision = 0;
        for (const what of all) {
          for (let second = 0; second < (what === 'a minute' ? 60 : 1); second++) {
            now += 1000;
            for (const { source, reader } of [watched, resting]) {
              if (what === 'lines') Object.assign(reader, { bytesRead: (reader.bytesRead ?? 0) + 70 });
              if (what === 'lines') source.counts.lines += 1;
              if (what === 'a last line') source.lastLine = String(now);
              if (what === 'an error') reader.lastError = reader.lastError === null ? 'x' : null;
              if (what === 'silence') reader.silence = reader.silence ? null : { since: START, usualLinesPerMinute: 1 };
            }
            if (what === 'lines' || what === 'an error') revision += 1;
            resting.reader.revision = revision;
            expect(resting.told(now)).toEqual(watched.told(now));
          }
        }
      }),
    );
  });
});

describe('lag in time', () => {
  it('is 0 while nothing waits, and else no less than any unread byte has waited', () => {
    const looks = fc.array(fc.record({ waitMs: fc.nat(5000), grows: fc.boolean(), readsAll: fc.boolean() }));
    fc.assert(
      fc.property(looks, (all) => {
        const { reader, told } = setUp({ lastArrival: START - 3000 });
        let now = START;
        let oldestUnread: number | undefined;
        for (const { waitMs, grows, readsAll } of all) {
          // A byte comes at any time between two looks.
          if (grows) oldestUnread ??= now + Math.floor(waitMs / 2);
          now += waitMs;
          if (readsAll) oldestUnread = undefined;
          reader.isBehind = oldestUnread !== undefined;
          if (!reader.isBehind) reader.readThroughAt = now;
          const health = told(now).at(-1);
          if (health === undefined) continue;
          if (oldestUnread === undefined) expect(health.lagMs).toBe(0);
          else expect(health.lagMs).toBeGreaterThanOrEqual(now - oldestUnread);
        }
      }),
    );
  });

  it('counts from the last line of the run before until the source was read to its end once', () => {
    const { source, reader, one } = setUp({ lastArrival: START - 60_000 });
    Object.assign(reader, { isBehind: true, lagBytes: 5 });
    source.lastArrival = START;
    expect(one(0)?.lagMs).toBe(60_000);
    reader.readThroughAt = START + 1000;
    expect(one(3)?.lagMs).toBe(2000);
  });

  it('counts from the first look of a source that was never met before', () => {
    const { reader, one } = setUp();
    reader.isBehind = true;
    expect(one(0)?.lagMs).toBe(0);
    expect(one(7)?.lagMs).toBe(7000);
  });

  it('is never negative when the clock is set back', () => {
    const { reader, one } = setUp();
    Object.assign(reader, { isBehind: true, readThroughAt: START + 5000, lagBytes: 1 });
    expect(one(0)?.lagMs).toBe(0);
  });
});

describe('the past error', () => {
  it('has the time when it began, and stays when it is over', () => {
    const { reader, one, at, remembered } = setUp();
    at(0);
    Object.assign(reader, { state: 'degraded', lastError: 'permission denied' });
    const pastError = { at: START + 1000, message: 'permission denied' };
    expect(one(1)).toMatchObject({ lastError: 'permission denied', pastError });
    expect(at(2)).toEqual([]);
    Object.assign(reader, { state: 'idle', lastError: null });
    expect(one(3)).toMatchObject({ lastError: null, pastError });
    Object.assign(reader, { state: 'degraded', lastError: 'permission denied' });
    expect(one(4)?.pastError?.at).toBe(START + 4000);
    expect(remembered).toHaveLength(2);
  });

  it('is not the instant in which a rotation takes the path away, but is an absence that lasts', () => {
    const { reader, one, at, remembered } = setUp();
    at(0);
    Object.assign(reader, { state: 'waiting', lastError: 'gw1.log does not exist (yet)' });
    expect(one(1)?.pastError).toBeNull();
    Object.assign(reader, { state: 'idle', lastError: null });
    expect(one(2)?.pastError).toBeNull();
    Object.assign(reader, { state: 'waiting', lastError: 'gw1.log does not exist (yet)' });
    at(3);
    expect(one(4)?.pastError).toEqual({ at: START + 3000, message: 'gw1.log does not exist (yet)' });
    expect(remembered).toHaveLength(1);
  });
});
