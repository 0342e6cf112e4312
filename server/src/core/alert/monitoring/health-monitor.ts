import { type AlertSubject, subjectKey } from '@tunnelwatch/shared/subject';
import type { ListenerCertificate, Silence } from '@tunnelwatch/shared/source-health';
import type { GatewayLife, GatewayLives, GatewayRecord } from '../../aggregate/gateway-life.js';
import { learnTraffic, type UsualTraffic } from '../../aggregate/usual-traffic.js';
import { type ConditionBook } from '../registry/proposed-conditions.js';
import { type Judgement } from './condition.js';
import { CERTIFICATE_RULE, judgeCertificate } from './certificate-rule.js';
import { CONNECTION_RULE, judgeConnections } from './connection-rule.js';
import { judgeLag, LAG_RULE, type LagSettings } from './lag-rule.js';
import { ReadingMonitor } from './reading-monitor.js';
import type { PatternProblem, SourceProblem } from './reading-rule.js';
import { type Rest, Rests } from './rests.js';
import { judgeSilence, SILENCE_RULE, type SilenceSettings, quietUntil } from './silence-rule.js';
import { judgeSkew, SKEW_RULE, type SkewSettings } from './skew-rule.js';
import { judgeZone, ZONE_RULE } from './zone-rule.js';
import { SenderMonitor } from './sender-monitor.js';
import type { Senders } from '../../senders/senders.js';
import type { ZoneOffset } from '../../aggregate/zone-offset.js';
import { type SourceRecord } from '../../aggregate/source-tally.js';

export interface MonitoringSettings {
  silence: SilenceSettings;
  skew: SkewSettings;
  lag: LagSettings;
}

/** A followed source, as it is now. */
export interface WatchedSource {
  source: SourceRecord;
  /** Upper bound of how long the oldest unread byte has waited, milliseconds; 0 when nothing is waiting. */
  lagMs: number;
  /** Connections that wait for a place. */
  waitingConnections: number;
  /** That of a listener over TLS while it listens. */
  certificate?: ListenerCertificate | null | undefined;
  /** Why it is not read; null while it is. */
  problem: SourceProblem | null;
  /** True when nothing more is expected of it: its silence is by design. */
  isFinished: boolean;
}

/** A subject from which lines are expected. */
interface Expected {
  /** What is watched. */
  subject: AlertSubject;
  /** The subject of the alert: for a source with a single gateway that gateway, since they fall silent together. */
  alertOn: AlertSubject;
  /** The source that falls silent with a gateway; undefined if it does not, or carries others. */
  source: string | undefined;
  lines: number;
  lastArrival: number | null;
  usual: UsualTraffic;
  /** True while there may be unread lines of it: then the delay is our own. */
  isBehind: boolean;
}

/** What the last evaluation found. */
interface Seen {
  since: number;
  lines: number;
  lastArrival: number | null;
}

/** A pause between two evaluations, beyond the usual interval, about which nothing can be said any more, milliseconds. */
const LONG_PAUSE_MS = 10_000;

/** Evaluates the monitoring rules for sources and gateways once a second, and raises and clears their alerts. */
export class HealthMonitor {
  private readonly seen = new Map<string, Seen>();
  private readonly beyondSince = new Map<string, number>();
  private readonly rests = new Rests();
  /** The rests of the followed sources, and of all gateways, in their order. */
  private sourceRests: readonly Rest[] = [];
  private readonly gatewayRests: Rest[] = [];
  /** Followed sources about which there was something to evaluate. */
  private awake: SourceRecord[] = [];
  /** Connections over the limit, by the number of the source: the total, and when some were last waiting or closed. */
  private readonly overLimit = new Map<number, { ever: number; lastAt: number | undefined }>();
  /** Offsets that were judged, of the gateways that have one. */
  private readonly zoneOffsets = new Map<GatewayRecord, ZoneOffset>();
  /** False until all gateways were judged once, for alerts from before a restart. */
  private wereZonesJudged = false;
  private readonly reading: ReadingMonitor;
  private readonly sending: SenderMonitor | undefined;
  private followed = new Map<number, WatchedSource>();
  /** Gateways that are the only ones of their source, by the number of the source. */
  private onlyGateways = new Map<number, GatewayRecord>();
  private moves = Number.NaN;
  private listed: readonly WatchedSource[] = [];
  private lastEvaluation: number | undefined;

  /**
   * @param intervalMs the longest usual time between two evaluations
   * @param earlier the sources of earlier runs, as they were stored
   * @param senders those that send to listeners, and write to files
   */
  constructor(
    private readonly book: ConditionBook,
    private readonly lives: GatewayLives,
    private readonly settings: MonitoringSettings,
    private readonly intervalMs: number,
    earlier: Iterable<SourceRecord>,
    senders?: Senders,
  ) {
    this.reading = new ReadingMonitor(book, earlier);
    lives.onLeave = (record, at) => {
      this.forget(record, at);
    };
    this.sending = senders === undefined ? undefined : new SenderMonitor(book, senders);
  }

  /**
   * Evaluates all rules. Call it about once a second while the store accepts data.
   * @param now epoch ms
   * @param patterns those whose files cannot be read
   */
  evaluate(sources: readonly WatchedSource[], now: number, patterns: readonly PatternProblem[] = []): void {
    const elapsedMs = now - (this.lastEvaluation ?? now);
    // The first evaluation, a machine that slept, a clock that was set: nothing is known about the time before it.
    const isNew = this.lastEvaluation === undefined || elapsedMs < 0 || elapsedMs > LONG_PAUSE_MS + 2 * this.intervalMs;
    this.lastEvaluation = now;
    if (isNew) this.forgetTimes();
    this.rests.begin(elapsedMs, now);
    this.noteWho(sources);
    const behind = this.evaluateSources(sources, elapsedMs, now);
    this.evaluateGateways(behind, elapsedMs, now);
    this.rests.end();
    this.wereZonesJudged = true;
    this.reading.evaluatePatterns(patterns, now);
    this.sending?.evaluate(Math.max(0, elapsedMs), now);
    this.clearUnwatched(patterns, now);
  }

  /** Returns the numbers of the sources with something to read. */
  private evaluateSources(sources: readonly WatchedSource[], elapsedMs: number, now: number): ReadonlySet<number> {
    const behind = new Set<number>();
    this.awake = [];
    for (let at = 0; at < sources.length; at++) {
      const watched = sources[at];
      const rest = this.sourceRests[at];
      if (watched === undefined || rest === undefined) continue;
      const { source, lagMs, problem, isFinished } = watched;
      const isResting =
        this.rests.holds(rest, source.counts.lines, now) &&
        lagMs === 0 &&
        problem === null &&
        rest.isLearning === !isFinished;
      if (isResting && source.listener === null) continue;
      if (lagMs > 0) behind.add(source.id);
      const isCalm = this.reading.evaluate(source, problem, now);
      if (!isFinished) this.evaluateListener(watched, now);
      if (isResting) continue;
      this.rests.stop(rest);
      this.awake.push(source);
      const until = isFinished
        ? this.evaluateFinished(source, lagMs, now)
        : this.evaluateSource(watched, elapsedMs, now);
      if (until === undefined || !isCalm) continue;
      const only = this.onlyGateways.get(source.id);
      this.rests.start(rest, { lines: source.counts.lines, only, until, isLearning: !isFinished });
    }
    return behind;
  }

  /** Until when there is nothing to evaluate if nothing happens, epoch ms; undefined when there is. */
  private evaluateSource({ source, lagMs }: WatchedSource, elapsedMs: number, now: number): number | undefined {
    const only = this.onlyGateways.get(source.id);
    const subject = { kind: 'source' as const, source: source.name };
    const until = this.expect(this.expectedOf(source, lagMs), elapsedMs, now);
    this.judgeLag(subject, lagMs, now);
    // What applies to the source may apply to its only gateway.
    if (until === undefined && only !== undefined) this.rests.stop(this.rests.of(only));
    return lagMs > 0 || this.book.isRaised(LAG_RULE, subject) ? undefined : until;
  }

  /**
   * A finished source is never silent, but what is left of it may be read late [ALM-11]. Returns the same as
   * `evaluateSource`.
   */
  private evaluateFinished(source: SourceRecord, lagMs: number, now: number): number | undefined {
    const subject = { kind: 'source' as const, source: source.name };
    // What is quiet by design teaches nothing about usual quiet times.
    this.seen.delete(subjectKey(subject));
    this.book.clear(SILENCE_RULE, subject, now);
    this.judgeLag(subject, lagMs, now);
    return lagMs > 0 || this.book.isRaised(LAG_RULE, subject) ? undefined : Number.POSITIVE_INFINITY;
  }

  private evaluateListener({ source, waitingConnections, certificate }: WatchedSource, now: number): void {
    if (source.listener === null) return;
    const subject = { kind: 'source' as const, source: source.name };
    if (certificate != null) {
      const isRaised = this.book.isRaised(CERTIFICATE_RULE, subject);
      this.apply(CERTIFICATE_RULE, subject, judgeCertificate({ subject, certificate, isRaised }, now), now);
    }
    this.judgeConnections(subject, source.id, waitingConnections, source.listener.overLimitConnections, now);
  }

  /** The silences of the followed sources at the last evaluation, by the number of the source. */
  silences(): ReadonlyMap<number, Silence> {
    const silences = new Map<number, Silence>();
    for (const source of this.awake) {
      const silence = this.silenceOf(source);
      if (silence !== null) silences.set(source.id, silence);
    }
    return silences;
  }

  /** Brings what quiet sources and gateways have learned up to date, before they are stored. */
  learnOf(records: Iterable<SourceRecord | GatewayRecord>): void {
    this.rests.learnOf(records);
  }

  /** The silence of a source; null while it is not silent. The alert may be that of its only gateway. */
  silenceOf(source: SourceRecord): Silence | null {
    if (this.rests.of(source).isResting) return null;
    const { id, name, lastArrival, usual } = source;
    const own = this.book.raised(SILENCE_RULE, { kind: 'source', source: name });
    const only = this.onlyGateways.get(id);
    const shared = only === undefined ? undefined : this.book.raised(SILENCE_RULE, gatewaySubject(only));
    const isShared = shared !== undefined && lastArrival !== null && lastArrival <= shared.lastTime;
    const alert = own ?? (isShared ? shared : undefined);
    return alert === undefined ? null : { since: alert.firstTime, usualLinesPerMinute: usual.linesPerMinute };
  }

  /** Nothing could be observed for a while, for instance while the store refused: that time does not count as silence. */
  pause(): void {
    this.lastEvaluation = undefined;
  }

  /** Which sources are followed, and which gateways are alone in theirs: usually unchanged from second to second. */
  private noteWho(sources: readonly WatchedSource[]): void {
    if (sources !== this.listed) this.noteSources(sources);
    const { moves } = this.lives;
    if (this.moves === moves) return;
    this.moves = moves;
    this.onlyGateways = onlyGatewaysOf(this.lives.all());
    for (const [at, rest] of this.sourceRests.entries()) this.stopUnlessOnly(rest, this.listed[at]?.source.id);
    const lives = this.lives.all();
    this.gatewayRests.length = Math.min(this.gatewayRests.length, lives.length);
    for (const [at, { record }] of lives.entries()) {
      const rest = this.gatewayRests[at];
      if (rest?.record === record) this.stopUnlessOnly(rest, record.sourceId);
      else if (rest !== undefined) this.stopUnlessOnly(this.restAt(at, record), record.sourceId);
    }
  }

  /** A rest ends when another gateway is alone in the source than when it began. */
  private stopUnlessOnly(rest: Rest, sourceId: number | null | undefined): void {
    if (rest.only !== this.onlyIn(sourceId)) this.rests.stop(rest);
  }

  private onlyIn(sourceId: number | null | undefined): GatewayRecord | undefined {
    return sourceId == null ? undefined : this.onlyGateways.get(sourceId);
  }

  private noteSources(sources: readonly WatchedSource[]): void {
    const isSame =
      sources.length === this.listed.length && sources.every(({ source }, at) => source === this.listed[at]?.source);
    this.listed = sources;
    this.followed = new Map(sources.map((each) => [each.source.id, each]));
    if (isSame) return;
    this.rests.stopAll();
    this.sourceRests = sources.map(({ source }) => this.rests.of(source));
  }

  private forgetTimes(): void {
    this.seen.clear();
    this.beyondSince.clear();
    this.rests.stopAll();
  }

  private expectedOf(source: SourceRecord, lagMs: number): Expected {
    const { id, name, counts, lastArrival, usual } = source;
    const subject = { kind: 'source' as const, source: name };
    const only = this.onlyGateways.get(id);
    // What applied to the source before remains until it clears.
    const isTold = only === undefined || this.book.isRaised(SILENCE_RULE, subject);
    const alertOn = isTold ? subject : gatewaySubject(only);
    return { subject, alertOn, source: name, lines: counts.lines, lastArrival, usual, isBehind: lagMs > 0 };
  }

  private evaluateGateways(behind: ReadonlySet<number>, elapsedMs: number, now: number): void {
    const fresh = this.lives.smoothSkews();
    const lives = this.lives.all();
    for (let at = 0; at < lives.length; at++) {
      const life = lives[at];
      if (life === undefined) continue;
      const { record, liveLines } = life;
      const rest = this.restAt(at, record);
      const isResting = this.rests.holds(rest, liveLines, now);
      if (isResting && (behind.size === 0 || record.sourceId === null || !behind.has(record.sourceId))) continue;
      this.rests.stop(rest);
      const watched = record.sourceId === null ? undefined : this.followed.get(record.sourceId);
      if (watched === undefined) this.leaveOut(rest, life, now);
      else this.evaluateGateway(rest, life, watched, elapsedMs, now);
      if (fresh.size > 0 && fresh.has(record.gateway) && record.skewMs !== null)
        this.judgeSkew(gatewaySubject(record), record.skewMs, now);
      this.judgeZone(record, now);
    }
  }

  /** The rest of the gateway at a place of the list: mostly the same as before. */
  private restAt(at: number, record: GatewayRecord): Rest {
    const known = this.gatewayRests[at];
    if (known?.record === record) return known;
    return (this.gatewayRests[at] = this.rests.of(record));
  }

  /** A gateway has left for a new one: nothing is expected of it any more. */
  private forget(record: GatewayRecord, now: number): void {
    const subject = gatewaySubject(record);
    this.rests.forget(record);
    this.zoneOffsets.delete(record);
    this.seen.delete(subjectKey(subject));
    this.noteBeyond(SKEW_RULE, subject, false, now);
    for (const rule of [SILENCE_RULE, SKEW_RULE, ZONE_RULE]) this.book.clear(rule, subject, now);
  }

  private evaluateGateway(
    rest: Rest,
    { record, liveLines: lines }: GatewayLife,
    { source: from, lagMs, isFinished }: WatchedSource,
    elapsedMs: number,
    now: number,
  ): void {
    const { lastLive: lastArrival, usual } = record;
    const subject = gatewaySubject(record);
    const source = isFinished ? undefined : this.silentWith(record, from);
    const expected = { subject, alertOn: subject, source, lines, lastArrival, usual, isBehind: lagMs > 0 };
    const until = this.expect(expected, elapsedMs, now);
    // The silence of a gateway that is alone in its source is reported for both.
    if (until === undefined) this.rests.stop(this.rests.of(from), true);
    else if (lagMs === 0) {
      this.rests.start(rest, { lines, only: this.onlyGateways.get(from.id), until, isLearning: true });
    }
  }

  /** A gateway whose source is no longer followed is not expected to send anything. */
  private leaveOut(rest: Rest, { record, liveLines: lines }: GatewayLife, now: number): void {
    this.book.clear(SILENCE_RULE, gatewaySubject(record), now);
    const only = this.onlyIn(record.sourceId);
    this.rests.start(rest, { lines, only, until: Number.POSITIVE_INFINITY, isLearning: false });
  }

  /** The name of the source that a gateway is alone in, when its last line was the gateway's. */
  private silentWith(record: GatewayRecord, source: SourceRecord): string | undefined {
    if (this.onlyGateways.get(source.id) !== record) return undefined;
    if ((source.lastArrival ?? 0) > (record.lastLive ?? 0)) return undefined;
    const isToldApart = this.book.isRaised(SILENCE_RULE, { kind: 'source', source: source.name });
    return isToldApart ? undefined : source.name;
  }

  /** Until when there is nothing to evaluate if no line arrives, epoch ms; undefined while an alert is active. */
  private expect(it: Expected, elapsedMs: number, now: number): number | undefined {
    const { subject, alertOn, source, lastArrival, usual } = it;
    const key = subjectKey(subject);
    const before = this.seen.get(key);
    const raisedAt = this.book.raised(SILENCE_RULE, alertOn)?.lastTime;
    const isWatched = before !== undefined && !it.isBehind;
    const since = isWatched ? before.since : now;
    // A reported silence does not become usual by lasting; the quiet time that ends with it is learned.
    if (isWatched && (raisedAt === undefined || it.lines > before.lines)) {
      learnTraffic(usual, { elapsedMs, lines: it.lines - before.lines, gapMs: gapBefore(it, before) });
    }
    this.seen.set(key, { since, lines: it.lines, lastArrival });
    // Never seen is not silent.
    if (lastArrival === null) return raisedAt === undefined ? Number.POSITIVE_INFINITY : undefined;
    // A clock that was set back has left arrivals in the future.
    const facts = {
      subject: alertOn,
      usual,
      lastArrival: Math.min(lastArrival, now),
      watchedSince: since,
      raisedAt,
      source,
    };
    const judgement = judgeSilence(facts, now, this.settings.silence);
    if (judgement === undefined && raisedAt === undefined) return quietUntil(facts, now, this.settings.silence);
    // A line without a gateway ends the silence of its source, but not that of the gateway.
    if (judgement === 'over' && alertOn !== subject) return undefined;
    this.apply(SILENCE_RULE, alertOn, judgement, now);
    return undefined;
  }

  private judgeLag(subject: AlertSubject, lagMs: number, now: number): void {
    const beyondSince = this.noteBeyond(LAG_RULE, subject, lagMs > this.settings.lag.limitMs, now);
    const facts = { subject, lagMs, beyondSince, isRaised: this.book.isRaised(LAG_RULE, subject) };
    this.apply(LAG_RULE, subject, judgeLag(facts, now, this.settings.lag), now);
  }

  private judgeConnections(subject: AlertSubject, id: number, waiting: number, ever: number, now: number): void {
    const waitingSince = this.noteBeyond(CONNECTION_RULE, subject, waiting > 0, now);
    const before = this.overLimit.get(id);
    const ended = before === undefined ? 0 : ever - before.ever;
    const lastAt = waiting > 0 || ended > 0 ? now : before?.lastAt;
    this.overLimit.set(id, { ever, lastAt });
    const isRaised = this.book.isRaised(CONNECTION_RULE, subject);
    const facts = { subject, waiting, ended, waitingSince, lastAt, isRaised };
    this.apply(CONNECTION_RULE, subject, judgeConnections(facts, now), now);
  }

  private judgeZone(record: GatewayRecord, now: number): void {
    const { zoneOffset: offset } = record;
    // Nearly always no gateway has one: then nothing is looked up for any of them.
    if (offset === null && this.zoneOffsets.size === 0 && this.wereZonesJudged) return;
    const known = this.zoneOffsets.get(record) ?? null;
    if (offset === known && this.wereZonesJudged) return;
    if (offset === null) this.zoneOffsets.delete(record);
    else this.zoneOffsets.set(record, offset);
    const subject = gatewaySubject(record);
    // Another offset is another alert: daylight saving time has begun or ended.
    if (known !== null) this.apply(ZONE_RULE, subject, 'over', now);
    const isRaised = this.book.isRaised(ZONE_RULE, subject);
    this.apply(ZONE_RULE, subject, judgeZone({ subject, offset, isRaised }, now), now);
  }

  private judgeSkew(subject: AlertSubject, skewMs: number, now: number): void {
    const isBeyond = Math.abs(skewMs) > this.settings.skew.limitMs;
    const beyondSince = this.noteBeyond(SKEW_RULE, subject, isBeyond, now);
    const facts = { subject, skewMs, beyondSince, isRaised: this.book.isRaised(SKEW_RULE, subject) };
    this.apply(SKEW_RULE, subject, judgeSkew(facts, now, this.settings.skew), now);
  }

  private noteBeyond(rule: string, subject: AlertSubject, isBeyond: boolean, now: number): number | undefined {
    const key = `${rule}\n${subjectKey(subject)}`;
    if (!isBeyond) this.beyondSince.delete(key);
    else if (!this.beyondSince.has(key)) this.beyondSince.set(key, now);
    return this.beyondSince.get(key);
  }

  private apply(rule: string, subject: AlertSubject, judgement: Judgement, now: number): void {
    if (judgement === 'over') this.book.clear(rule, subject, now);
    else if (judgement !== undefined) this.book.raise(judgement, now);
  }

  /** A source that is no longer followed, after a change of the configuration, is neither lagging nor silent. */
  private clearUnwatched(patterns: readonly PatternProblem[], now: number): void {
    const raised = this.book.raisedOnSources();
    if (raised.length === 0) return;
    const names = new Set(patterns.map(({ pattern }) => pattern));
    for (const { source } of this.followed.values()) names.add(source.name);
    for (const { rule, subject } of raised) {
      if (subject.kind === 'source' && !names.has(subject.source)) this.book.clear(rule, subject, now);
    }
  }
}

/** The quiet time that new lines ended, ms; undefined without new lines, or when its beginning was not seen. */
function gapBefore({ lines, lastArrival }: Expected, before: Seen): number | undefined {
  if (lines <= before.lines || lastArrival === null || before.lastArrival === null) return undefined;
  return before.lastArrival < before.since ? undefined : Math.max(0, lastArrival - before.lastArrival);
}

/** The gateways that are alone in the source of their last line. */
function onlyGatewaysOf(lives: Iterable<{ readonly record: GatewayRecord }>): Map<number, GatewayRecord> {
  const only = new Map<number, GatewayRecord>();
  const several = new Set<number>();
  for (const { record } of lives) {
    const { sourceId } = record;
    if (sourceId === null) continue;
    if (only.has(sourceId)) several.add(sourceId);
    only.set(sourceId, record);
  }
  for (const sourceId of several) only.delete(sourceId);
  return only;
}

function gatewaySubject({ gateway }: GatewayRecord): Extract<AlertSubject, { kind: 'gateway' }> {
  return { kind: 'gateway', gateway };
}
