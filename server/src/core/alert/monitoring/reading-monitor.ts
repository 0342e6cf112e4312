import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { ListenerCounts } from '@tunnelwatch/shared/source-health';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { emptyCounts, type SourceRecord } from '../../aggregate/source-tally.js';
import type { ConditionBook } from '../registry/proposed-conditions.js';
import type { Judgement } from './condition.js';
import { GATEWAY_RULE, judgeLineShare, type LineShareRule, TIME_RULE, UNREADABLE_RULE } from './line-share-rules.js';
import { LineShares } from './line-shares.js';
import { CLAIM_RULE, judgeClaims } from './claim-rule.js';
import { judgeLoss, LOSS_RULE } from './loss-rule.js';
import { judgeReading, type PatternProblem, READING_RULE, type SourceProblem } from './reading-rule.js';

type Counts = SourceRecord['counts'];

interface WatchedShare {
  rule: LineShareRule;
  badOf: (counts: Counts) => number;
  /** Whether lines of this source are judged by it. */
  applies: (source: SourceRecord) => boolean;
}

const SHARES: readonly WatchedShare[] = [
  { rule: UNREADABLE_RULE, badOf: ({ unreadable }) => unreadable, applies: () => true },
  // What a listener takes arrives when it is sent, so the time of reading is right.
  { rule: TIME_RULE, badOf: ({ timeUnknown }) => timeUnknown, applies: ({ kind }) => kind !== 'syslog' },
  { rule: GATEWAY_RULE, badOf: ({ gatewayUnknown }) => gatewayUnknown, applies: () => true },
];

/** Time between marks. */
const MARK_MS = 5 * MINUTE_MS;

/** The counts of a source that nothing was read from. */
const NOTHING = emptyCounts().counts;

/** What was known of a source at the last evaluation. */
interface Known {
  lines: number;
  /** Lines at the newest mark, its time (epoch ms), and lines at the mark before: five to ten minutes ago. */
  mark: number;
  markAt: number;
  before: number;
  bad: number[];
  shares: (LineShares | undefined)[];
  isTroubled: boolean;
  kernelDrops: number | null;
  queueDrops: number;
  lostAt: number | undefined;
  claims: number;
  claimedAt: number | undefined;
  /** Since when it has not been read, epoch ms. */
  problemSince: number | undefined;
  /** True once an alert of an earlier run, if there was one, has been judged. */
  wasJudged: boolean;
}

/** Watches whether sources are read, and what becomes of their lines. */
export class ReadingMonitor {
  private readonly known = new Map<SourceRecord, Known>();
  /** Since when files of patterns cannot be read, epoch ms. */
  private patternsSince = new Map<string, number>();

  /** @param sources those of earlier runs: what was counted then is no news */
  constructor(
    private readonly book: ConditionBook,
    sources: Iterable<SourceRecord>,
  ) {
    for (const source of sources) this.known.set(source, this.begin(source, source.counts));
  }

  /**
   * Evaluates a followed source; call it about once a second. Returns true when there is nothing more to evaluate about
   * it, unless it is a listener, until a line arrives or it has a problem.
   * @param now epoch ms
   */
  evaluate(source: SourceRecord, problem: SourceProblem | null, now: number): boolean {
    let known = this.known.get(source);
    if (known === undefined) {
      known = this.begin(source, NOTHING);
      this.known.set(source, known);
    }
    if (problem !== null || known.problemSince !== undefined || !known.wasJudged) {
      this.judgeReading(source, known, problem, now);
    }
    if (known.lines !== source.counts.lines || known.isTroubled) this.judgeShares(source, known, now);
    if (source.listener !== null) {
      this.judgeLoss(source, known, now);
      this.judgeClaims(source, source.listener, known, now);
    }
    return problem === null && !known.isTroubled;
  }

  /** Evaluates the patterns whose files cannot be read; call it about once a second. @param now epoch ms */
  evaluatePatterns(patterns: readonly PatternProblem[], now: number): void {
    const before = this.patternsSince;
    if (patterns.length === 0 && before.size === 0) return;
    this.patternsSince = new Map();
    for (const { pattern, problem } of patterns) {
      const subject = { kind: 'source' as const, source: pattern };
      const since = before.get(pattern) ?? now;
      this.patternsSince.set(pattern, since);
      const isRaised = this.book.isRaised(READING_RULE, subject);
      this.apply(READING_RULE, subject, judgeReading({ subject, problem, since, isRaised }, now), now);
    }
    for (const pattern of before.keys()) {
      if (!this.patternsSince.has(pattern)) this.book.clear(READING_RULE, { kind: 'source', source: pattern }, now);
    }
  }

  private judgeReading(source: SourceRecord, known: Known, problem: SourceProblem | null, now: number): void {
    known.wasJudged = true;
    known.problemSince = problem === null ? undefined : (known.problemSince ?? now);
    const subject = subjectOf(source);
    const since = known.problemSince;
    const isRaised = this.book.isRaised(READING_RULE, subject);
    this.apply(READING_RULE, subject, judgeReading({ subject, problem, since, isRaised }, now), now);
  }

  private begin(source: SourceRecord, counts: Counts): Known {
    const subject = subjectOf(source);
    const raised = SHARES.map(({ rule }) => this.book.isRaised(rule.name, subject));
    return {
      lines: counts.lines,
      mark: counts.lines,
      markAt: Number.NEGATIVE_INFINITY,
      before: counts.lines,
      bad: SHARES.map(({ badOf }) => badOf(counts)),
      // Of an alert of an earlier run, one bad line is assumed: it clears as any other.
      shares: raised.map((isRaised) => (isRaised ? LineShares.ofEarlierRun() : undefined)),
      isTroubled: raised.includes(true),
      kernelDrops: source.listener?.kernelDrops ?? null,
      queueDrops: source.listener?.queueDrops ?? 0,
      lostAt: undefined,
      claims: source.listener?.claims ?? 0,
      claimedAt: undefined,
      problemSince: undefined,
      wasJudged: false,
    };
  }

  private judgeShares(source: SourceRecord, known: Known, now: number): void {
    const { counts } = source;
    const subject = subjectOf(source);
    const lines = counts.lines - known.lines;
    const earlier = known.lines - known.before;
    noteMark(known, now);
    known.lines = counts.lines;
    known.isTroubled = false;
    for (const [index, { rule, badOf, applies }] of SHARES.entries()) {
      const total = badOf(counts);
      const bad = total - (known.bad[index] ?? 0);
      known.bad[index] = total;
      if (!applies(source)) continue;
      let shares = known.shares[index];
      if (shares === undefined && bad === 0) continue;
      // Those before the first bad one count too: a few of them are nothing in a busy log.
      shares ??= new LineShares(now, earlier);
      known.shares[index] = shares;
      shares.add(lines, bad, now);
      const isRaised = this.book.isRaised(rule.name, subject);
      const hour = shares.hour();
      const facts = { subject, recent: shares.recent(), hour, since: shares.since, isRaised };
      const judgement = judgeLineShare(rule, facts);
      this.apply(rule.name, subject, judgement, now);
      // What led to an alert that is over must not lead to the next one.
      if (judgement === 'over' || hour.bad === 0) known.shares[index] = undefined;
      else known.isTroubled = true;
    }
  }

  private judgeLoss(source: SourceRecord, known: Known, now: number): void {
    const { kernelDrops, queueDrops } = source.listener ?? { kernelDrops: null, queueDrops: 0 };
    const kernel = kernelDrops === null ? 0 : Math.max(0, kernelDrops - (known.kernelDrops ?? 0));
    const queue = Math.max(0, queueDrops - known.queueDrops);
    known.kernelDrops = kernelDrops ?? known.kernelDrops;
    known.queueDrops = queueDrops;
    const subject = subjectOf(source);
    const isRaised = this.book.isRaised(LOSS_RULE, subject);
    if (kernel + queue > 0) known.lostAt = now;
    else if (!isRaised) return;
    this.apply(LOSS_RULE, subject, judgeLoss({ subject, kernel, queue, lastAt: known.lostAt, isRaised }, now), now);
  }

  private judgeClaims(source: SourceRecord, listener: ListenerCounts, known: Known, now: number): void {
    const claims = listener.claims - known.claims;
    known.claims = listener.claims;
    const subject = subjectOf(source);
    const isRaised = this.book.isRaised(CLAIM_RULE, subject);
    if (claims > 0) known.claimedAt = now;
    else if (!isRaised) return;
    const facts = { subject, claims, lastClaim: listener.lastClaim, lastAt: known.claimedAt, isRaised };
    this.apply(CLAIM_RULE, subject, judgeClaims(facts, now), now);
  }

  private apply(rule: string, subject: AlertSubject, judgement: Judgement, now: number): void {
    if (judgement === 'over') this.book.clear(rule, subject, now);
    else if (judgement !== undefined) this.book.raise(judgement, now);
  }
}

function noteMark(known: Known, now: number): void {
  if (now - known.markAt < MARK_MS) return;
  known.before = known.mark;
  known.mark = known.lines;
  known.markAt = now;
}

function subjectOf({ name }: SourceRecord): Extract<AlertSubject, { kind: 'source' }> {
  return { kind: 'source', source: name };
}
