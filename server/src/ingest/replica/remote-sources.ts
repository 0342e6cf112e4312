import type { ListenerHealth, Silence, SourceHealth } from '@tunnelwatch/shared/source-health';
import type { CollectorReport, ReportedSource } from '../../cluster/member-report.js';
import type { PatternProblem, SourceProblem } from '../../core/alert/monitoring/reading-rule.js';
import type { SourceRegistry } from '../../core/aggregate/source-registry.js';
import { emptyListenerCounts, type SourceRecord } from '../../core/aggregate/source-tally.js';
import type { FollowedSource } from '../../core/input.js';
import type { SourceReader } from '../source/health/source-report.js';
import { sourceNameOf } from './batch-player.js';

/** A collector that has said nothing for so long is cut off, or gone. It reports once a second. */
const SILENT_MS = 5000;

/** A source of a collector, as the rules and the source report need it. */
export interface RemoteSource extends FollowedSource {
  source: SourceRecord;
  reader: RemoteReader;
  /** What its collector has said of it. */
  told: SourceProblem | null;
}

/** A collector as it was last heard of. */
export interface HeardCollector {
  report: CollectorReport;
  /** On the monotonic clock. */
  heardAt: number;
  /** Sources that it reads. */
  sourceCount: number;
}

interface Collector extends Omit<HeardCollector, 'sourceCount'> {
  /** Reports of sources that the stream has not named yet: their numbers come from there. */
  early: Map<number, { reported: ReportedSource; at: number }>;
  sources: Map<number, RemoteSource>;
  /** Own numbers of its patterns that match no file. */
  patterns: Map<number, SourceHealth>;
}

/** What the reader of a source on a collector has reported. */
class RemoteReader implements SourceReader {
  /** Bytes are counted where they are read. */
  readonly bytesRead = null;
  silence: Silence | null = null;
  private health: SourceHealth;
  private reportedAt = 0;
  private cutOff: string | null = null;

  constructor(health: SourceHealth) {
    this.health = health;
  }

  /** @param at epoch ms, on this node */
  take(health: SourceHealth, at: number): void {
    this.health = health;
    this.reportedAt = at;
  }

  /** Says why nothing is known of it now; null where it is. */
  setCutOff(reason: string | null): void {
    this.cutOff = reason;
  }

  get state(): SourceHealth['state'] {
    return this.cutOff === null ? this.health.state : 'degraded';
  }
  get offset(): number {
    return this.health.offset;
  }
  get size(): number | null {
    return this.health.size;
  }
  get lagBytes(): number {
    return this.health.lagBytes;
  }
  get lastError(): string | null {
    return this.cutOff ?? this.health.lastError;
  }
  get isBehind(): boolean {
    return this.health.lagMs > 0;
  }
  get readThroughAt(): number {
    return this.reportedAt - this.health.lagMs;
  }
  get listenerHealth(): ListenerHealth | null {
    return this.health.listener;
  }
}

/** The sources of all collectors, as far as they have told. */
export class RemoteSources {
  private readonly collectors = new Map<string, Collector>();
  private list: RemoteSource[] = [];
  private isListed = true;
  /** Numbers of patterns are negative, and none is any other's. */
  private lastPattern = 0;
  private patternChanges: { sources: SourceHealth[]; gone: number[] } = { sources: [], gone: [] };

  constructor(private readonly registry: SourceRegistry) {}

  /** The collectors that were ever heard of. */
  heard(): HeardCollector[] {
    return Array.from(this.collectors.values(), ({ report, heardAt, sources }) => ({
      report,
      heardAt,
      sourceCount: sources.size,
    }));
  }

  /** Takes what a collector reports. @param at epoch ms */
  take(report: CollectorReport, at: number): void {
    const known = this.collectors.get(report.collector);
    const collector: Collector = known ?? {
      report,
      heardAt: 0,
      early: new Map(),
      sources: new Map(),
      patterns: new Map(),
    };
    collector.report = report;
    collector.heardAt = performance.now();
    if (known === undefined) this.collectors.set(report.collector, collector);
    for (const reported of report.sources) {
      if (reported.health.id < 0) this.takePattern(collector, reported.health);
      else this.takeSource(collector, reported, at);
    }
    for (const id of report.gone) this.takeGone(collector, id);
  }

  /** All sources, the same array until one is added or leaves, with what cuts them off. @param elapsed the monotonic clock */
  followed(elapsed: number): readonly RemoteSource[] {
    for (const collector of this.collectors.values()) {
      for (const { reported, at } of [...collector.early.values()]) this.takeSource(collector, reported, at);
    }
    if (!this.isListed) this.list = [...this.collectors.values()].flatMap(({ sources }) => [...sources.values()]);
    this.isListed = true;
    for (const { report, heardAt, sources } of this.collectors.values()) {
      const reason = elapsed - heardAt < SILENT_MS ? null : cutOffWords(report.collector);
      for (const each of sources.values()) {
        each.reader.setCutOff(reason);
        each.problem = reason === null ? each.told : { kind: 'failed', text: reason };
      }
    }
    return this.list;
  }

  /** Patterns of which no file can be read. */
  patternProblems(): PatternProblem[] {
    return [...this.collectors.values()].flatMap(({ report: { collector, patterns } }) =>
      patterns.map(({ pattern, problem }) => ({ pattern: sourceNameOf(collector, pattern), problem })),
    );
  }

  /** Patterns that match no file, as far as that has changed since the last call. */
  takePatternChanges(): { sources: SourceHealth[]; gone: number[] } {
    const changes = this.patternChanges;
    this.patternChanges = { sources: [], gone: [] };
    return changes;
  }

  private takePattern({ report, patterns }: Collector, health: SourceHealth): void {
    const id = patterns.get(health.id)?.id ?? --this.lastPattern;
    const own = { ...health, id, name: sourceNameOf(report.collector, health.name) };
    patterns.set(health.id, own);
    this.patternChanges.sources.push(own);
  }

  private takeSource(collector: Collector, reported: ReportedSource, at: number): void {
    const { health, waitingConnections, certificate, problem, isFinished } = reported;
    let entry = collector.sources.get(health.id);
    if (entry === undefined) {
      const source = this.registry.find(health.kind, sourceNameOf(collector.report.collector, health.name));
      if (source === undefined) {
        collector.early.set(health.id, { reported, at });
        return;
      }
      collector.early.delete(health.id);
      const reader = new RemoteReader(health);
      entry = { id: source.id, source, reader, lagMs: 0, waitingConnections, problem, told: problem, isFinished };
      collector.sources.set(health.id, entry);
      this.isListed = false;
    }
    entry.reader.take(health, at);
    entry.lagMs = health.lagMs;
    entry.waitingConnections = waitingConnections;
    entry.certificate = certificate;
    entry.told = problem;
    entry.isFinished = isFinished;
    this.note(entry.source, health);
  }

  /** What a collector alone can know of a source belongs to its record, beside what its lines have shown. */
  private note(source: SourceRecord, { rotations, truncations, lostBytes, pastError, listener }: SourceHealth): void {
    source.rotations = rotations;
    source.truncations = truncations;
    source.lostBytes = lostBytes;
    source.pastError = pastError;
    if (listener !== null) {
      const { claims, lastClaim } = source.listener ?? emptyListenerCounts();
      const { protocol: _p, connections: _c, waitingConnections: _w, receiveBufferBytes: _r, ...counts } = listener;
      const { certificate: _certificate, ...kept } = counts;
      source.listener = { ...kept, claims, lastClaim };
      Object.assign(listener, { claims, lastClaim });
    }
    this.registry.markChanged(source);
  }

  private takeGone({ early, sources, patterns }: Collector, id: number): void {
    early.delete(id);
    if (sources.delete(id)) this.isListed = false;
    const pattern = patterns.get(id);
    if (pattern === undefined) return;
    patterns.delete(id);
    this.patternChanges.gone.push(pattern.id);
  }
}

function cutOffWords(collector: string): string {
  return `the collector ${collector} has not been heard of for more than ${String(SILENT_MS / 1000)} seconds: look whether it runs and reaches the NATS servers; what it has read since waits there`;
}
