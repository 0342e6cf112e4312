import type { PatternProblem, SourceProblem } from '@tunnelwatch/server/core/alert/monitoring/reading-rule';
import { GatewayLives } from '@tunnelwatch/server/core/aggregate/gateway-life';
import { emptyCounts, emptyListenerCounts } from '@tunnelwatch/server/core/aggregate/source-tally';
import type { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import { judgeSilence, quietUntil } from '@tunnelwatch/server/core/alert/monitoring/silence-rule';
import { HealthMonitor } from '@tunnelwatch/server/core/alert/monitoring/health-monitor';
import type { SourceRecord } from '@tunnelwatch/server/core/aggregate/source-tally';
import { subjectKey } from '@tunnelwatch/shared/subject';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookOf } from '../../../support/alert-books.js';
import { monitorOf, NOTHING_KNOWN } from '../../../support/monitors.js';

const START = Date.UTC(2026, 1, 10, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SETTINGS = {
  silence: { minimumMs: MINUTE, multiple: 3, learnMs: 30 * MINUTE },
  skew: { limitMs: 2 * MINUTE, holdMs: 5 * MINUTE },
  lag: { limitMs: 10 * SECOND, highAfterMs: MINUTE },
};

/** A source with one gateway, and a clock that ticks. */
class Scene {
  now = START;
  lagMs = 0;
  waitingConnections = 0;
  problem: SourceProblem | null = null;
  isFinished = false;
  patterns: readonly PatternProblem[] = [];
  readonly source: SourceRecord = { id: 1, kind: 'file', name: '/logs/gw1.log', ...emptyCounts() };
  readonly lives: GatewayLives;
  readonly book: AlertRegistry;
  isFollowed = true;
  watch: HealthMonitor;

  constructor(before?: Scene) {
    before?.watch.learnOf([before.source, ...before.lives.all().map(({ record }) => record)]);
    this.now = before?.now ?? START;
    if (before !== undefined) this.source = structuredClone(before.source);
    this.lives = new GatewayLives(structuredClone([...(before?.lives.all() ?? [])].map(({ record }) => record)));
    this.book = bookOf(before?.book.all() ?? [], 100);
    this.watch = new HealthMonitor(this.book, this.lives, SETTINGS, 1000, []);
  }

  line(count = 1, skewMs?: number, gateway = 'gw1'): void {
    this.lineOfNobody(count);
    for (let at = 0; at < count; at++) {
      this.lives.note(gateway, undefined, this.now, 1, skewMs);
    }
  }

  /** Lines that cannot be read: they are of no gateway. */
  lineOfNobody(count = 1): void {
    this.source.counts.lines += count;
    this.source.lastArrival = this.now;
  }

  tick(ms = SECOND): void {
    this.now += ms;
    const { source, lagMs, waitingConnections, problem, isFinished } = this;
    const followed = this.isFollowed ? [{ source, lagMs, waitingConnections, problem, isFinished }] : [];
    this.watch.evaluate(followed, this.now, this.patterns);
  }

  /** So many seconds, with lines every so many of them. */
  run(seconds: number, every: number, count = 1, skewMs?: number): void {
    for (let second = 1; second <= seconds; second++) {
      if (every > 0 && second % every === 0) this.line(count, skewMs);
      this.tick();
    }
  }

  /** What is raised, by rule and subject. */
  get raised(): string[] {
    return this.book
      .all()
      .filter(({ state }) => state === 'unacknowledged' || state === 'acknowledged')
      .map(({ rule, subject }) => `${rule} ${subjectKey(subject).replace('\n', ' ')}`)
      .sort();
  }
}

/** The gateway is alone in its source: their silence is one. */
const SILENT = ['silence g gw1'];

/** One file a day, of two gateways: yesterday's, which is finished as soon as today's has a line, and today's. */
class Midnight {
  now = START;
  readonly yesterday: SourceRecord = { id: 1, kind: 'file', name: '/logs/2026-02-09.log', ...emptyCounts() };
  readonly today: SourceRecord = { id: 2, kind: 'file', name: '/logs/2026-02-10.log', ...emptyCounts() };
  readonly lives = new GatewayLives([]);
  readonly book = bookOf([], 100);
  followed = [this.yesterday];
  private readonly watch = new HealthMonitor(this.book, this.lives, SETTINGS, 1000, []);

  line(source: SourceRecord, gateway: string): void {
    source.counts.lines += 1;
    source.lastArrival = this.now;
    this.lives.note(gateway, undefined, this.now, source.id, undefined);
  }

  /** So many seconds, with a line of each gateway every ten of them. */
  run(seconds: number, source?: SourceRecord, gateways: readonly string[] = ['gw1', 'gw2']): void {
    for (let second = 1; second <= seconds; second++) {
      if (source !== undefined && second % 10 === 0) for (const gateway of gateways) this.line(source, gateway);
      this.now += SECOND;
      const isOver = (this.today.lastArrival ?? 0) >= (this.yesterday.lastArrival ?? 0);
      this.watch.evaluate(
        this.followed.map((each) => ({
          source: each,
          lagMs: 0,
          waitingConnections: 0,
          problem: null,
          isFinished: each === this.yesterday && this.followed.includes(this.today) && isOver,
        })),
        this.now,
      );
    }
  }

  get raised(): string[] {
    return this.book
      .all()
      .filter(({ state }) => state === 'unacknowledged')
      .map(({ rule, subject }) => `${rule} ${subjectKey(subject).replace('\n', ' ')}`)
      .sort();
  }
}

describe('a finished file', () => {
  const evening = () => {
    const scene = new Midnight();
    scene.run(3000, scene.yesterday);
    scene.followed = [scene.yesterday, scene.today];
    return scene;
  };

  it('[TAIL-35] [ALM-11] is never a silent source, however long it is quiet', () => {
    const scene = evening();
    scene.run(48 * 3600, scene.today);
    expect(scene.raised).toEqual([]);
    expect(scene.book.all()).toEqual([]);
  });

  it('[TAIL-35] ends the alert on its silence, which began before there was another', () => {
    const scene = new Midnight();
    scene.run(3000, scene.yesterday);
    scene.run(300);
    expect(scene.raised).toContain('silence s /logs/2026-02-09.log');
    scene.followed = [scene.yesterday, scene.today];
    scene.run(20, scene.today);
    expect(scene.raised).toEqual([]);
  });

  it('[TAIL-35] leaves the gateways alone that fell silent with it: each is told', () => {
    const scene = evening();
    scene.run(300, scene.today, ['gw1']);
    expect(scene.raised).toEqual(['silence g gw2']);
    scene.run(3600, scene.today, ['gw1']);
    expect(scene.raised).toEqual(['silence g gw2']);
    scene.run(20, scene.today);
    expect(scene.raised).toEqual([]);
  });

  it('[TAIL-35] that gets lines again is expected to go on, until the newer one has one', () => {
    const scene = evening();
    scene.run(100, scene.today);
    scene.run(3000, scene.yesterday);
    scene.run(300);
    expect(scene.raised).toContain('silence s /logs/2026-02-09.log');
    scene.run(20, scene.today);
    expect(scene.raised).toEqual([]);
  });

  it('[ALM-11] tells the silence of a gateway that is alone in the newest file', () => {
    const scene = evening();
    scene.run(4000, scene.today, ['gw1']);
    scene.run(300);
    expect(scene.raised).toEqual(['silence g gw1', 'silence g gw2']);
  });
});

describe('the watch over what is quiet', () => {
  it('learns from every second of it, of a source and its gateway', () => {
    const scene = new Scene();
    scene.run(3600, 60);
    scene.run(100, 0);
    scene.line();
    scene.tick();
    scene.run(50, 0);
    const record = scene.lives.all()[0]?.record;
    scene.watch.learnOf([scene.source, ...(record === undefined ? [] : [record])]);
    // Each is watched from the evaluation on in which it is first seen.
    expect(scene.source.usual.watchedMs).toBe(3750 * SECOND);
    expect(record?.usual.watchedMs).toBe((3750 - 59) * SECOND);
  });

  it('is stored with what it has learned up to the last second', () => {
    const monitor = monitorOf(NOTHING_KNOWN, { monitoring: SETTINGS, startedAt: START });
    const source = monitor.sources.of('file', '/logs/gw1.log');
    const { id } = source;
    const sources = [{ id, source, lagMs: 0, waitingConnections: 0, problem: null, isFinished: false }];
    for (let second = 0; second <= 10; second++) monitor.apply({ kind: 'tick', at: START + second * SECOND, sources });
    monitor.sources.markChanged(source);
    const stored = monitor.drainChanges(START + 10 * SECOND, true)?.sources;
    expect(stored?.map(({ usual }) => usual.watchedMs)).toEqual([10 * SECOND]);
  });

  it('does not learn from what is quiet by design, or no longer followed', () => {
    const scene = new Scene();
    scene.run(3600, 60);
    scene.isFinished = true;
    scene.run(600, 0);
    scene.isFollowed = false;
    scene.run(600, 0);
    scene.watch.learnOf([scene.source, ...scene.lives.all().map(({ record }) => record)]);
    expect(scene.source.usual.watchedMs).toBe(3599 * SECOND);
    expect(scene.lives.all()[0]?.record.usual.watchedMs).toBeLessThanOrEqual((3600 + 600) * SECOND);
  });
});

describe('[ALM-40] a pattern whose files cannot be read', () => {
  const pattern = '/logs/site-a/*.log';
  const DENIED = [
    { pattern, problem: { kind: 'failed' as const, text: 'cannot read /logs/site-a: permission denied' } },
  ];

  it('is told after ten seconds on the pattern, through a restart, until it can be read', () => {
    const scene = new Scene();
    scene.patterns = DENIED;
    scene.run(10, 0);
    expect(scene.raised).toEqual([]);
    scene.run(1, 0);
    expect(scene.raised).toEqual([`source-unreadable s ${pattern}`]);
    expect(scene.book.all()[0]?.message).toBe('The source is not read: cannot read /logs/site-a: permission denied');
    const after = new Scene(scene);
    after.patterns = DENIED;
    after.run(30, 0);
    expect(after.raised).toEqual([`source-unreadable s ${pattern}`]);
    after.patterns = [];
    after.run(1, 0);
    expect(after.raised).toEqual([]);
  });

  it('is told when its folder is gone for five minutes', () => {
    const scene = new Scene();
    scene.patterns = [{ pattern, problem: { kind: 'gone', text: '/logs/site-a is gone' } }];
    scene.run(300, 0);
    expect(scene.raised).toEqual([]);
    scene.run(1, 0);
    expect(scene.raised).toEqual([`source-unreadable s ${pattern}`]);
  });
});

describe('the watch over silence', () => {
  it('[ALM-11] tells after a minute of what logs a hundred lines a second, and ends with the next line', () => {
    const scene = new Scene();
    scene.run(1900, 1, 100);
    scene.run(59, 0);
    expect(scene.raised).toEqual([]);
    scene.run(2, 0);
    expect(scene.raised).toEqual(SILENT);
    const silence = scene.watch.silenceOf(scene.source);
    expect(silence?.since).toBe(START + 1899 * SECOND);
    expect(Math.round(silence?.usualLinesPerMinute ?? 0)).toBeGreaterThan(5500);
    scene.run(10 * 3600, 0);
    expect(scene.raised).toEqual(SILENT);
    scene.line();
    scene.tick();
    expect(scene.raised).toEqual([]);
    expect(scene.book.all().map(({ state }) => state)).toEqual(['returnedUnacknowledged']);
  });

  it('[ALM-11] never tells of what logs once an hour as long as it does, and tells after three hours without', () => {
    const scene = new Scene();
    for (let second = 1; second <= 30 * 3600; second++) {
      if (second % 3600 === 0) scene.line();
      scene.tick();
      if (scene.raised.length > 0) throw new Error(`raised after ${String(second)} s`);
    }
    scene.run(3 * 3600 - 10, 0);
    expect(scene.raised).toEqual([]);
    scene.run(20, 0);
    expect(scene.raised).toEqual(SILENT);
  });

  it('[ALM-11] tells nothing of the first half hour, nor of what was never heard', () => {
    const scene = new Scene();
    scene.run(1000, 1, 100);
    scene.run(600, 0);
    expect(scene.raised).toEqual([]);
    const never = new Scene();
    never.run(4000, 0);
    expect(never.raised).toEqual([]);
  });

  it('[ALM-11] outlasts a restart with what it learned; the time in between counts for nothing', () => {
    const before = new Scene();
    before.run(1900, 1, 10);
    before.now += 5 * HOUR;
    const scene = new Scene(before);
    scene.run(60, 0);
    expect(scene.raised).toEqual([]);
    scene.run(3, 0);
    expect(scene.raised).toEqual(SILENT);
    // A second restart does not end what is still the case.
    const again = new Scene(scene);
    again.run(10, 0);
    expect(again.raised).toEqual(SILENT);
    again.line();
    again.tick();
    expect(again.raised).toEqual([]);
  });

  it('[ALM-11] holds nothing against a source while it is read behind time, while the store refuses, or over a jump', () => {
    const scene = new Scene();
    scene.run(1900, 1, 10);
    scene.lagMs = 5000;
    scene.run(600, 0);
    expect(scene.raised).toEqual([]);
    scene.lagMs = 0;
    scene.run(50, 0);
    scene.watch.pause();
    scene.now += HOUR;
    scene.run(50, 0);
    scene.tick(5 * HOUR);
    scene.run(50, 0);
    scene.tick(-5 * HOUR);
    scene.run(50, 0);
    expect(scene.raised).toEqual([]);
    scene.run(20, 0);
    expect(scene.raised).toEqual(SILENT);
  });

  it('[ALM-11] learns nothing from a backlog, nor from a file that is read once', () => {
    const scene = new Scene();
    scene.lagMs = 5000;
    scene.run(4000, 1, 1000);
    scene.lagMs = 0;
    scene.run(4000, 0);
    expect(scene.raised).toEqual([]);
    expect(scene.source.usual.gapCount).toBe(0);
    const once = new Scene();
    for (let second = 0; second < 4000; second++) {
      once.lives.note('gw1', undefined, once.now, null, undefined);
      once.tick();
    }
    once.run(4000, 0);
    expect(once.raised).toEqual([]);
  });

  it('[ALM-11] ends when a source is not followed any more', () => {
    const scene = new Scene();
    scene.run(1900, 1, 10);
    scene.run(70, 0);
    expect(scene.raised).toEqual(SILENT);
    scene.isFollowed = false;
    scene.tick();
    expect(scene.raised).toEqual([]);
  });

  it('[ALM-11] gets used to what falls quiet every night, after two of them', () => {
    const scene = new Scene();
    const raisedBy: number[] = [];
    for (let night = 0; night < 4; night++) {
      for (let minute = 0; minute < 16 * 60; minute++) {
        scene.line(10);
        scene.tick(10 * SECOND);
        scene.tick(10 * SECOND);
      }
      for (let minute = 0; minute < 8 * 60; minute++) scene.tick(10 * SECOND);
      if (scene.raised.length > 0) raisedBy.push(night);
      scene.line();
      scene.tick();
    }
    expect(raisedBy).toEqual([0, 1]);
  });

  it('[ALM-11] tells of a source and its only gateway as one, with both names, also on the page of sources', () => {
    const scene = new Scene();
    scene.run(1900, 1, 100);
    scene.run(70, 0);
    expect(scene.book.all()).toMatchObject([
      {
        subject: { kind: 'gateway', gateway: 'gw1' },
        message: expect.stringMatching(
          /^The gateway is silent, and with it its source \/logs\/gw1\.log: [\d,]+ lines a minute are usual$/,
        ),
      },
    ]);
    expect(scene.watch.silenceOf(scene.source)?.since).toBe(START + 1899 * SECOND);
    // What cannot be read is of no gateway: it says that the source lives, and nothing of the gateway.
    scene.lineOfNobody();
    scene.tick();
    expect(scene.raised).toEqual(SILENT);
    expect(scene.watch.silenceOf(scene.source)).toBeNull();
    scene.line();
    scene.tick();
    expect(scene.raised).toEqual([]);
  });

  it('[ALM-11] tells of a gateway alone while something else still comes from its source', () => {
    const scene = new Scene();
    scene.run(1900, 1, 10);
    for (let second = 0; second < 70; second++) {
      scene.lineOfNobody();
      scene.tick();
    }
    expect(scene.book.all()).toMatchObject([{ message: 'The gateway is silent: 582 lines a minute are usual' }]);
    expect(scene.watch.silenceOf(scene.source)).toBeNull();
  });

  it('[ALM-11] tells of a source that falls silent before its only gateway is known well enough', () => {
    const scene = new Scene();
    // Half an hour of lines that cannot be read, and then the gateway for a minute.
    for (let second = 0; second < 1900; second++) {
      scene.lineOfNobody(10);
      scene.tick();
    }
    scene.run(60, 1, 10);
    scene.run(70, 0);
    expect(scene.raised).toEqual(SILENT);
    expect(scene.book.all()[0]?.message).toContain('and with it its source /logs/gw1.log');
  });

  it('[ALM-11] tells of a source and of its gateways apart where it carries several', () => {
    const scene = new Scene();
    for (let second = 1; second <= 1900; second++) {
      scene.line(1);
      scene.line(1, undefined, 'gw2');
      scene.tick();
    }
    for (let second = 1; second <= 70; second++) {
      scene.line(1, undefined, 'gw2');
      scene.tick();
    }
    expect(scene.raised).toEqual(['silence g gw1']);
    scene.run(70, 0);
    expect(scene.raised).toEqual(['silence g gw1', 'silence g gw2', 'silence s /logs/gw1.log']);
    scene.line(1);
    scene.tick();
    expect(scene.raised).toEqual(['silence g gw2']);
  });
});

describe('the watch over clocks', () => {
  it('[ALM-12] tells of a clock that is off for minutes, and ends when it is set', () => {
    const scene = new Scene();
    scene.run(200, 1, 1, 1000);
    scene.run(250, 1, 1, 10 * MINUTE);
    expect(scene.raised).toEqual([]);
    scene.run(100, 1, 1, 10 * MINUTE);
    expect(scene.raised).toEqual(['skew g gw1']);
    expect(scene.book.all()[0]).toMatchObject({ priority: 'low', message: "The gateway's clock is 10 min ahead" });
    scene.run(40, 1, 1, 1000);
    expect(scene.raised).toEqual([]);
  });

  it('[ALM-12] does not tell of a burst of lines that were kept back', () => {
    const scene = new Scene();
    scene.run(200, 1, 1, 1000);
    scene.run(60, 1, 50, -3 * HOUR);
    scene.run(600, 1, 1, 1000);
    expect(scene.book.all()).toEqual([]);
  });
});

describe('the watch over lag', () => {
  it('[ALM-13] tells of lag that lasts, more pressingly after a minute, and ends when it is worked off', () => {
    const scene = new Scene();
    scene.lagMs = 11 * SECOND;
    scene.run(10, 0);
    expect(scene.raised).toEqual([]);
    scene.run(2, 0);
    expect(scene.raised).toEqual(['lag s /logs/gw1.log']);
    expect(scene.book.all()[0]).toMatchObject({ priority: 'medium' });
    scene.lagMs = 61 * SECOND;
    scene.tick();
    expect(scene.book.all()[0]).toMatchObject({ priority: 'high', version: 2 });
    scene.lagMs = 6 * SECOND;
    scene.tick();
    expect(scene.raised).toHaveLength(1);
    scene.lagMs = 0;
    scene.tick();
    expect(scene.raised).toEqual([]);
  });

  it('[ALM-13] passes a burst over', () => {
    const scene = new Scene();
    for (let burst = 0; burst < 50; burst++) {
      scene.lagMs = 15 * SECOND;
      scene.run(8, 0);
      scene.lagMs = 0;
      scene.run(2, 0);
    }
    expect(scene.book.all()).toEqual([]);
  });
});

describe('until when silence need not be judged', () => {
  it('[ALM-11] is never later than the first moment at which there is something to say', () => {
    const gaps = fc.array(fc.record({ seconds: fc.nat(600), at: fc.nat(HOUR) }), { maxLength: 4 });
    const usual = fc.record({ watchedMs: fc.nat(HOUR), gapCount: fc.nat(20), linesPerMinute: fc.constant(1), gaps });
    const times = fc.record({ lastArrival: fc.nat(HOUR), watchedSince: fc.nat(HOUR), later: fc.nat(2 * HOUR) });
    fc.assert(
      fc.property(usual, times, (known, { lastArrival, watchedSince, later }) => {
        const now = START + HOUR;
        const facts = {
          subject: { kind: 'source', source: 'a' } as const,
          usual: known,
          lastArrival: START + lastArrival,
          watchedSince: START + watchedSince,
          raisedAt: undefined,
        };
        fc.pre(judgeSilence(facts, now, SETTINGS.silence) === undefined);
        const until = quietUntil(facts, now, SETTINGS.silence);
        const then = { ...facts, usual: { ...known, watchedMs: known.watchedMs + later } };
        const judgement = judgeSilence(then, now + later, SETTINGS.silence);
        expect(judgement !== undefined && now + later < until).toBe(false);
        // Nor so early that it would be judged for nothing all the time.
        expect(judgement === undefined && now + later > until).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the watch over connections', () => {
  it('[ALM-29] tells of connections that were ended since the last look, and not of those before the start', () => {
    const scene = new Scene();
    const listener = emptyListenerCounts();
    scene.source.listener = listener;
    listener.overLimitConnections = 40;
    scene.run(60, 0);
    expect(scene.raised).toEqual([]);
    listener.overLimitConnections = 41;
    scene.tick();
    expect(scene.raised).toEqual(['connections s /logs/gw1.log']);
    scene.run(299, 0);
    expect(scene.raised).toHaveLength(1);
    scene.run(1, 0);
    expect(scene.raised).toEqual([]);
  });

  it('[ALM-29] tells of connections that wait for ten seconds, more pressingly once one is refused', () => {
    const scene = new Scene();
    const listener = emptyListenerCounts();
    scene.source.listener = listener;
    scene.waitingConnections = 3;
    scene.run(10, 0);
    expect(scene.raised).toEqual([]);
    scene.tick();
    expect(scene.book.all()[0]).toMatchObject({ rule: 'connections', priority: 'medium' });
    listener.overLimitConnections += 1;
    scene.tick();
    expect(scene.book.all()[0]).toMatchObject({ priority: 'high' });
  });
});
