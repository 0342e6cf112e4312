import { ReadingMonitor } from '@tunnelwatch/server/core/alert/monitoring/reading-monitor';
import type { SourceProblem } from '@tunnelwatch/server/core/alert/monitoring/reading-rule';
import { emptyCounts, emptyListenerCounts, type SourceRecord } from '@tunnelwatch/server/core/aggregate/source-tally';
import { isOver } from '@tunnelwatch/shared/alert';
import { describe, expect, it } from 'vitest';
import { bookOf } from '../../../support/alert-books.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const FAILED: SourceProblem = { kind: 'failed', text: 'cannot read /logs/gw1.log: permission denied' };
const GONE: SourceProblem = { kind: 'gone', text: '/logs/gw1.log is gone' };

/** A followed source, evaluated every second. */
class Scene {
  now = NOW;
  readonly source: SourceRecord;
  problem: SourceProblem | null = null;
  readonly book;
  private readonly monitor: ReadingMonitor;

  constructor({ kind = 'file', before }: { kind?: SourceRecord['kind']; before?: Scene } = {}) {
    this.source = before?.source ?? { id: 1, kind, name: '/logs/gw1.log', ...emptyCounts() };
    this.book = bookOf(before?.book.all() ?? [], 100);
    this.now = before?.now ?? NOW;
    this.monitor = new ReadingMonitor(this.book, before === undefined ? [] : [this.source]);
  }

  /** Lets so many seconds pass, with lines in each. */
  run(seconds: number, each: Partial<SourceRecord['counts']> = {}): void {
    for (let second = 0; second < seconds; second++) {
      for (const name of ['lines', 'unreadable', 'timeUnknown', 'gatewayUnknown'] as const) {
        this.source.counts[name] += each[name] ?? 0;
      }
      this.now += 1000;
      this.monitor.evaluate(this.source, this.problem, this.now);
    }
  }

  get raised(): string[] {
    return this.book
      .all()
      .filter((alert) => alert.isActive && !isOver(alert))
      .map(({ rule, priority }) => `${rule} ${priority}`);
  }
}

describe('[ALM-40] a source that cannot be read', () => {
  it('is told after ten seconds, with cause and remedy, until it is read again', () => {
    const scene = new Scene();
    scene.problem = FAILED;
    scene.run(10);
    expect(scene.raised).toEqual([]);
    scene.run(1);
    expect(scene.raised).toEqual(['source-unreadable high']);
    expect(scene.book.all()[0]?.message).toContain('permission denied');
    scene.problem = null;
    scene.run(1);
    expect(scene.raised).toEqual([]);
  });

  it('is not told of a moment, as during a rotation', () => {
    const scene = new Scene();
    for (let turn = 0; turn < 5; turn++) {
      scene.problem = FAILED;
      scene.run(8);
      scene.problem = null;
      scene.run(1);
    }
    expect(scene.book.all()).toEqual([]);
  });

  it('is told when the file is gone for five minutes', () => {
    const scene = new Scene();
    scene.problem = GONE;
    scene.run(300);
    expect(scene.raised).toEqual([]);
    scene.run(1);
    expect(scene.raised).toEqual(['source-unreadable medium']);
  });

  it('ends after a restart too, once it is read', () => {
    const scene = new Scene();
    scene.problem = FAILED;
    scene.run(20);
    const again = new Scene({ before: scene });
    expect(again.raised).toHaveLength(1);
    again.run(1);
    expect(again.raised).toEqual([]);
  });
});

describe('[ALM-41] unreadable lines', () => {
  it('are told in a small log that is all junk, at once or over an hour', () => {
    const atOnce = new Scene();
    atOnce.run(1, { lines: 30, unreadable: 30 });
    expect(atOnce.raised).toEqual(['lines-unreadable high']);
    expect(atOnce.book.all()[0]?.message).toMatch(/^Unreadable lines: 100 % \(30 of 30\) could not be decoded/);
    const slowly = new Scene();
    for (let minute = 0; minute < 30; minute++) {
      slowly.run(1, { lines: 1, unreadable: 1 });
      slowly.run(59);
    }
    expect(slowly.raised).toEqual(['lines-unreadable high']);
  });

  it('are told of one burst in a huge log, whatever its lines were before', () => {
    const scene = new Scene();
    scene.run(600, { lines: 2000 });
    scene.run(60, { lines: 2000, unreadable: 1500 });
    expect(scene.raised).toEqual(['lines-unreadable medium']);
  });

  it('are not told of stray ones: few, or a small share of many', () => {
    const few = new Scene();
    few.run(1, { lines: 23, unreadable: 23 });
    few.run(60);
    expect(few.raised).toEqual([]);
    const burst = new Scene();
    burst.run(600, { lines: 20 });
    burst.run(1, { lines: 40, unreadable: 40 });
    burst.run(60, { lines: 20 });
    expect(burst.raised).toEqual([]);
    const stray = new Scene();
    stray.run(3600, { lines: 100, unreadable: 4 });
    expect(stray.raised).toEqual([]);
  });

  it('end when readable lines come again, and are not told anew of the same ones', () => {
    const scene = new Scene();
    scene.run(5, { lines: 10, unreadable: 10 });
    expect(scene.raised).toHaveLength(1);
    scene.run(240, { lines: 1 });
    expect(scene.raised).toHaveLength(1);
    scene.run(120, { lines: 1 });
    expect(scene.raised).toEqual([]);
    scene.run(3600, { lines: 1 });
    expect(scene.raised).toEqual([]);
    expect(scene.book.all()).toHaveLength(1);
  });

  it('end an hour after the last one where nothing comes any more', () => {
    const scene = new Scene();
    scene.run(5, { lines: 10, unreadable: 10 });
    scene.run(3500);
    expect(scene.raised).toHaveLength(1);
    scene.run(200);
    expect(scene.raised).toEqual([]);
  });

  it('of earlier runs are no news, and their alert ends as any other', () => {
    const scene = new Scene();
    scene.run(5, { lines: 10, unreadable: 10 });
    const again = new Scene({ before: scene });
    again.run(60);
    expect(again.raised).toHaveLength(1);
    again.run(400, { lines: 1 });
    expect(again.raised).toEqual([]);
    const quiet = new Scene({ before: again });
    quiet.run(60, { lines: 1 });
    expect(quiet.raised).toEqual([]);
  });
});

describe('[ALM-42] lines whose time or gateway was assumed', () => {
  it('are each an alert of their own', () => {
    const scene = new Scene();
    scene.run(1, { lines: 40, timeUnknown: 40, gatewayUnknown: 40 });
    expect(scene.raised).toEqual(['times-unknown medium', 'gateways-unknown medium']);
  });

  it('are right for a listener as far as the time is concerned: lines arrive when they are sent', () => {
    const scene = new Scene({ kind: 'syslog' });
    scene.run(1, { lines: 40, timeUnknown: 40 });
    expect(scene.raised).toEqual([]);
  });
});

describe('[ALM-43] lost datagrams', () => {
  it.each(['kernelDrops', 'queueDrops'] as const)(
    'are told at once, until none was lost for five minutes: %s',
    (name) => {
      const scene = new Scene({ kind: 'syslog' });
      const listener = { ...emptyListenerCounts(), [name]: 40 };
      scene.source.listener = listener;
      scene.run(10);
      expect(scene.raised).toEqual([]);
      listener[name] = 43;
      scene.run(1);
      expect(scene.raised).toEqual(['datagrams-lost high']);
      expect(scene.book.all()[0]?.message).toMatch(/^At least 3 datagrams were lost/);
      scene.run(299);
      expect(scene.raised).toHaveLength(1);
      scene.run(1);
      expect(scene.raised).toEqual([]);
    },
  );
});
