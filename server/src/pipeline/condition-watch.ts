import { type AlertSubject, subjectKey } from '@tunnelwatch/shared/subject';
import type { Silence } from '@tunnelwatch/shared/source-health';
import type { GatewayLives } from '../aggregate/gateway-life.js';
import { learnTraffic, type UsualTraffic } from '../aggregate/usual-traffic.js';
import type { AlertBook } from '../alert/alert-book.js';
import type { Judgement } from '../alert/condition.js';
import { judgeLag, LAG_RULE, type LagSettings } from '../alert/lag-rule.js';
import { judgeSilence, SILENCE_RULE, type SilenceSettings } from '../alert/silence-rule.js';
import { judgeSkew, SKEW_RULE, type SkewSettings } from '../alert/skew-rule.js';
import type { SourceRecord } from '../store/store.js';

export interface MonitoringSettings {
  silence: SilenceSettings;
  skew: SkewSettings;
  lag: LagSettings;
}

/** A source that is followed, as it is now. */
export interface WatchedSource {
  source: SourceRecord;
  /** The oldest byte that was not read has waited for at most this long, milliseconds; 0 when nothing waits. */
  lagMs: number;
}

/** Something that lines are expected of. */
interface Expected {
  subject: AlertSubject;
  lines: number;
  lastArrival: number | null;
  usual: UsualTraffic;
  /** True while there may be lines of it that were not read yet: then it is we who are silent. */
  isBehind: boolean;
}

/** What the last look found. */
interface Seen {
  since: number;
  lines: number;
  lastArrival: number | null;
}

/** A pause between two looks from which on nobody can say what came in it, milliseconds, beside the usual interval. */
const LONG_PAUSE_MS = 10_000;

/** Looks at sources and gateways once a second, and raises and clears what the rules of monitoring say. */
export class ConditionWatch {
  private readonly seen = new Map<string, Seen>();
  private readonly beyondSince = new Map<string, number>();
  private followed = new Map<number, boolean>();
  private lastLook: number | undefined;

  /** @param intervalMs the longest usual time between two looks */
  constructor(
    private readonly book: AlertBook,
    private readonly lives: GatewayLives,
    private readonly settings: MonitoringSettings,
    private readonly intervalMs: number,
  ) {}

  /** One look. Call it about once a second while the store accepts data; `now` is epoch ms. */
  look(sources: readonly WatchedSource[], now: number): void {
    const elapsedMs = now - (this.lastLook ?? now);
    // The first look, a machine that slept, a clock that was set: nothing can be said about the time before it.
    const isNew = this.lastLook === undefined || elapsedMs < 0 || elapsedMs > LONG_PAUSE_MS + 2 * this.intervalMs;
    this.lastLook = now;
    if (isNew) this.forgetTimes();
    this.followed = new Map(sources.map(({ source, lagMs }) => [source.id, lagMs > 0]));
    for (const { source, lagMs } of sources) {
      const subject = { kind: 'source' as const, source: source.name };
      const { lastArrival, usual } = source;
      this.expect({ subject, lines: source.counts.lines, lastArrival, usual, isBehind: lagMs > 0 }, elapsedMs, now);
      this.judgeLag(subject, lagMs, now);
    }
    this.lookAtGateways(elapsedMs, now);
    this.clearUnwatched(sources, now);
  }

  /** The silence of a source or gateway; null while it is not silent. */
  silenceOf(subject: AlertSubject, usual: UsualTraffic): Silence | null {
    const alert = this.book.raised(SILENCE_RULE, subject);
    return alert === undefined ? null : { since: alert.firstTime, usualLinesPerMinute: usual.linesPerMinute };
  }

  /** Nothing could be seen for a while, such as while the store refused: what is usual is not held against that time. */
  pause(): void {
    this.lastLook = undefined;
  }

  private forgetTimes(): void {
    this.seen.clear();
    this.beyondSince.clear();
  }

  private lookAtGateways(elapsedMs: number, now: number): void {
    const fresh = this.lives.smoothSkews();
    for (const { record, liveLines } of this.lives.all()) {
      const subject = { kind: 'gateway' as const, gateway: record.gateway };
      const isBehind = record.sourceId === null ? undefined : this.followed.get(record.sourceId);
      // A gateway whose source is not followed any more is not expected to be heard of.
      if (isBehind === undefined) this.book.clear(SILENCE_RULE, subject, now);
      else {
        const { lastLive: lastArrival, usual } = record;
        this.expect({ subject, lines: liveLines, lastArrival, usual, isBehind }, elapsedMs, now);
      }
      if (fresh.has(record.gateway) && record.skewMs !== null) this.judgeSkew(subject, record.skewMs, now);
    }
  }

  private expect(it: Expected, elapsedMs: number, now: number): void {
    const { subject, lastArrival, usual } = it;
    const key = subjectKey(subject);
    const before = this.seen.get(key);
    const raisedAt = this.book.raised(SILENCE_RULE, subject)?.lastTime;
    const isWatched = before !== undefined && !it.isBehind;
    const since = isWatched ? before.since : now;
    // A silence that was told does not become what is usual by lasting; the quiet time that ends with it was one.
    if (isWatched && (raisedAt === undefined || it.lines > before.lines)) {
      learnTraffic(usual, { elapsedMs, lines: it.lines - before.lines, gapMs: gapBefore(it, before) });
    }
    this.seen.set(key, { since, lines: it.lines, lastArrival });
    // Never seen is not silent.
    if (lastArrival === null) return;
    // A clock that was set back has left arrivals in the future.
    const facts = { subject, usual, lastArrival: Math.min(lastArrival, now), watchedSince: since, raisedAt };
    this.apply(SILENCE_RULE, subject, judgeSilence(facts, now, this.settings.silence), now);
  }

  private judgeLag(subject: AlertSubject, lagMs: number, now: number): void {
    const beyondSince = this.noteBeyond(LAG_RULE, subject, lagMs > this.settings.lag.limitMs, now);
    const facts = { subject, lagMs, beyondSince, isRaised: this.book.isRaised(LAG_RULE, subject) };
    this.apply(LAG_RULE, subject, judgeLag(facts, now, this.settings.lag), now);
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

  /** A source that is not followed any more, after a change of the settings, neither lags nor is silent. */
  private clearUnwatched(sources: readonly WatchedSource[], now: number): void {
    const names = new Set(sources.map(({ source }) => source.name));
    for (const { rule, subject } of this.book.raisedOnSources()) {
      if (subject.kind === 'source' && !names.has(subject.source)) this.book.clear(rule, subject, now);
    }
  }
}

/** The quiet time that new lines ended, ms; undefined without new lines, or where its beginning was not seen. */
function gapBefore({ lines, lastArrival }: Expected, before: Seen): number | undefined {
  if (lines <= before.lines || lastArrival === null || before.lastArrival === null) return undefined;
  return before.lastArrival < before.since ? undefined : Math.max(0, lastArrival - before.lastArrival);
}
