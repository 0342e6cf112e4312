import { type ReportedSource, writeReport } from '../../cluster/member-report.js';
import type { PatternProblem } from '../../core/alert/monitoring/reading-rule.js';
import type { SourceRegistry } from '../../core/aggregate/source-registry.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import { pathKind } from '../source/file/path-kind.js';
import type { FileReading, FollowedFile, FollowedPipe } from '../source/file-reading.js';
import { problemOf } from '../source/health/source-problem.js';
import { SourceReport } from '../source/health/source-report.js';
import { WaitingPatterns } from '../source/health/waiting-patterns.js';
import type { Listening, SyslogReading } from '../source/syslog-reading.js';
import { JoinedList } from '../joined-list.js';
import type { RemoteBlocks } from './remote-blocks.js';

/** Sources in one report: it stays below what a message of NATS may have. */
const MAX_SOURCES = 200;

type Followed = FollowedFile | FollowedPipe | Listening;

export interface CollectorReporterParts {
  collector: string;
  incarnation: string;
  version: string;
  limitBytes: number;
  files: FileReading;
  syslog: SyslogReading;
  sources: SourceRegistry;
  blocks: RemoteBlocks;
  /** The sources as they were stored when this run began. */
  earlier: readonly SourceRecord[];
}

/** Says once a second how the sources of a collector are doing. */
export class CollectorReporter {
  private report: SourceReport;
  private patterns = new WaitingPatterns();
  private readonly followed = new JoinedList<Followed>();

  constructor(private readonly parts: CollectorReporterParts) {
    this.report = this.newReport();
  }

  /** A node is new: the next reports say everything. */
  tellAll(): void {
    this.report = this.newReport();
    this.patterns = new WaitingPatterns();
  }

  /** What there is to tell, as messages. @param at epoch ms */
  reports(at: number, spool: { batches: number; bytes: number; lastNumber: number }): Uint8Array[] {
    const { collector, incarnation, version, limitBytes, files, blocks } = this.parts;
    const { sources, gone } = this.changes(at);
    const head = { collector, incarnation, version, at, spool: { ...spool, limitBytes } };
    const rest = { gone, patterns: files.patternProblems(), discarded: blocks.takeDiscarded() };
    const none: { gone: number[]; patterns: PatternProblem[]; discarded: never[] } = {
      gone: [],
      patterns: rest.patterns,
      discarded: [],
    };
    const first = writeReport({ ...head, ...rest, sources: sources.slice(0, MAX_SOURCES) });
    const reports = [first];
    for (let from = MAX_SOURCES; from < sources.length; from += MAX_SOURCES) {
      reports.push(writeReport({ ...head, ...none, sources: sources.slice(from, from + MAX_SOURCES) }));
    }
    return reports;
  }

  private changes(at: number): { sources: ReportedSource[]; gone: number[] } {
    const { files, syslog, sources } = this.parts;
    const read = this.followed.of([files.followed(), files.pipes(), syslog.listening()]);
    const byId = new Map(read.map((each) => [each.id, each]));
    for (const each of read) {
      each.lagMs = each.reader.isBehind ? this.report.lagOf(each, at) : 0;
      each.problem = problemOf(each, each.isNamed);
    }
    const left = new Map(files.left().map((each) => [each.id, each]));
    const reported = this.report.changes(
      { read, all: sources.all(), positionOf: (id) => files.registry.newestPosition(id) },
      at,
    );
    const waiting = this.patterns.changes(files.unmatched());
    const changed = [...reported.changed, ...waiting.sources].map((health): ReportedSource => {
      const own = byId.get(health.id);
      const { waitingConnections = 0, problem = null, isFinished = left.has(health.id) } = own ?? {};
      const certificate = own !== undefined && 'certificate' in own ? (own.certificate ?? null) : null;
      return { health, waitingConnections, certificate, problem, isFinished };
    });
    return { sources: changed, gone: [...reported.gone, ...waiting.gone] };
  }

  private newReport(): SourceReport {
    return new SourceReport({
      earlier: this.parts.earlier,
      onRemembered: (source) => {
        this.parts.sources.markChanged(source);
      },
      isMissing: (file) => pathKind(file) === 'missing',
    });
  }
}
