import { CounterGauge } from './counter-gauge.js';
import type { DropKind, EdgeModel } from '@tunnelwatch/shared/diagnosis';
import { difference, type Drop } from './drop.js';
import { type Climbing, climbingOf } from './catch-up.js';
import { type LateCounter, LateCounters } from './late-counters.js';
import { LateNumbers, RecentDrops } from './recent-drops.js';
import { NeededWindows } from './needed-windows.js';
import { SaTrack } from './sa-track.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { MESSAGE_ID, OUTBOUND_IDS } from '@tunnelwatch/shared/message-ids';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { SpanCounts } from './span-counts.js';
import { lagOf, neededWindow, type Refusal, refusalOf } from './window-arithmetic.js';

const MAX_WINDOW_SIZES = 8;

interface AnalysisOptions {
  /** Which edge of the window the base is. */
  edge: EdgeModel;
  /** Whether all drops are counted, instead of only those of the last minutes. */
  keepsAll: boolean;
}

/** A refused packet as it is counted. */
interface Refused {
  kind: Refusal;
  aboveBase: number;
  lag: number;
  number: number;
  isStill: boolean;
  /** True while the window has not moved for longer than its rate would allow. */
  isStalled: boolean;
  /** How often its number was recently late, including this time; 0 for one of a sender with a counter of its own. */
  times: number;
}

/** Shared by tunnels that have none of their own; never written to. */
const NOTHING = new SpanCounts();
const NO_DROPS = new RecentDrops();
const NONE: readonly SpanCounts[] = [];

/** Sums up the drops of one tunnel as they arrive; its memory is bounded. */
export class TunnelAnalysis {
  readonly sa = new SaTrack();
  /** Our own counter. */
  own: CounterGauge | undefined;
  ownHigh = Number.NaN;
  ownLow = Number.NaN;
  ownAt = 0;
  isOwnEsn = false;
  /** How often our own counter restarted. */
  ownRestarts = 0;
  /** The newest drops, when all are kept. */
  readonly recent: RecentDrops;
  private lateNumbers: LateNumbers | undefined;
  private lateCounters: LateCounters | undefined;
  /** Windows in the drops, the newest last. */
  readonly windowSizes: number[] = [];
  /** All drops, and those of the current and the previous half span. */
  readonly all: SpanCounts;
  present = new SpanCounts();
  last = NOTHING;
  private spanEnds = Number.NEGATIVE_INFINITY;
  private lastLate = Number.NaN;
  private readonly edge: EdgeModel;
  /** Counts besides those of the current half span. */
  private readonly counted: readonly SpanCounts[];

  constructor(
    private readonly settings: DiagnosisSettings,
    { edge, keepsAll }: AnalysisOptions,
  ) {
    this.edge = edge;
    this.all = keepsAll ? new SpanCounts() : NOTHING;
    this.counted = keepsAll ? [this.all] : NONE;
    this.recent = keepsAll ? new RecentDrops() : NO_DROPS;
  }

  /** Drops of the current and the previous half span. */
  get drops(): number {
    return this.present.events + this.last.events;
  }

  /** Packets per second of the peer; undefined when not known. */
  get knownRate(): number | undefined {
    const { rate } = this.sa.gauge;
    return rate > 0 ? rate : undefined;
  }

  /** Whether a number has shown extended sequence numbers: both directions of a tunnel have them, or neither. */
  get isEsn(): boolean {
    return this.sa.isEsn || this.isOwnEsn;
  }

  /** Counters below the window that have lasted long enough to be those of senders. */
  senders(): LateCounter[] {
    return this.lateCounters?.lasting() ?? [];
  }

  /**
   * Late packets of counters that are still advancing and have not lasted long enough to be those of senders.
   * @param asOf epoch ms
   */
  undecided(asOf: number): number {
    return this.lateCounters?.undecided(asOf) ?? 0;
  }

  /** Numbers that climb towards a window that does not move; undefined when there are none. */
  climbing(): Climbing | undefined {
    const counter = this.lateCounters?.climbing();
    // Once the window moves, the numbers have reached it.
    if (counter === undefined || this.sa.movedAt >= counter.time) return undefined;
    return climbingOf(counter, this.sa, this.topOf(this.sa.base));
  }

  /** Adds a drop; returns the kind of packet that it was. */
  add(drop: Drop): DropKind | 'other' {
    this.turnSpan(drop.time);
    this.present.count(drop.messageId, drop.time);
    for (const counts of this.counted) counts.count(drop.messageId, drop.time);
    const kind = this.judge(drop);
    if (this.recent !== NO_DROPS) this.recent.add(drop.seq, kind, drop.messageId);
    return kind;
  }

  /** The current and the previous half span together: the period of a verdict. */
  span(): SpanCounts {
    const span = new SpanCounts();
    span.addAll(this.last);
    span.addAll(this.present);
    return span;
  }

  /** The right edge of the window minus a number, in packets; undefined unless the line has all three numbers. */
  lag(drop: Drop): number | undefined {
    const aboveBase = difference(drop.seqnoHigh, drop.seqnoLow, drop.baseHigh, drop.baseLow);
    return Number.isNaN(aboveBase + drop.windowSize) ? undefined : lagOf(aboveBase, drop.windowSize, this.edge);
  }

  /** Half a span each, so that the period of a verdict is at least half a span and at most a whole one. */
  private turnSpan(time: number): void {
    if (time < this.spanEnds) return;
    const half = (this.settings.spanMinutes * MINUTE_MS) / 2;
    const isNext = time < this.spanEnds + half;
    this.last = isNext ? this.present : NOTHING;
    if (this.lateCounters?.turn(isNext) === 0) this.lateCounters = undefined;
    this.present = new SpanCounts();
    this.spanEnds = time + half;
  }

  private judge(drop: Drop): DropKind | 'other' {
    const { messageId, seqnoHigh } = drop;
    if (Number.isNaN(seqnoHigh)) return 'other';
    if (messageId === MESSAGE_ID.antiReplayFailed) return this.judgeRefused(drop);
    if (OUTBOUND_IDS.includes(messageId)) this.noteOwn(drop);
    return messageId === MESSAGE_ID.integrityFailed ? this.judgeFailed(drop) : 'other';
  }

  private judgeFailed({ time, seqnoHigh, seqnoLow }: Drop): DropKind {
    const { sa, settings } = this;
    // The upper half is not transmitted: the gateway completes it, so it shows extended numbers, whoever sent the packet.
    if (seqnoHigh > 0) sa.isEsn = true;
    const number = sa.claimed(seqnoHigh, seqnoLow, this.isEsn);
    const isAhead = this.isAhead(number, time);
    const lag = this.isEsn ? this.lagOfFailed(number, time) : 0;
    this.present.addIntegrity(number, isAhead, settings.stepPackets);
    if (lag > 0) this.present.addFailedLate(neededWindow(lag));
    for (const counts of this.counted) {
      counts.addIntegrity(number, isAhead, settings.stepPackets);
      if (lag > 0) counts.addFailedLate(neededWindow(lag));
    }
    return 'integrity';
  }

  /**
   * The lag of a packet that failed the integrity check although it is below the window: a gateway without extended numbers
   * would have dropped it before. 0 for one that is not below it, or not with certainty: the window has moved since it was
   * last logged.
   */
  private lagOfFailed(number: number, time: number): number {
    const { base, movedAt, gauge } = this.sa;
    const windowSize = this.windowSizes.at(-1) ?? 0;
    if (Number.isNaN(movedAt) || windowSize === 0) return 0;
    const top = this.topOf(base);
    const moved = gauge.rate > 0 ? (gauge.rate * Math.max(0, time - movedAt)) / 1000 : 0;
    const isBelow = number <= top - windowSize + moved * (1 - this.settings.rateDrift);
    return isBelow ? Math.round(Math.max(top + moved - number, windowSize)) : 0;
  }

  /** The right edge of a window with this base. */
  private topOf(base: number): number {
    return this.edge === 'left' ? base + (this.windowSizes.at(-1) ?? 1) - 1 : base;
  }

  /** True for a number so far above the window that the peer cannot have sent it, even at twice its rate. */
  private isAhead(number: number, time: number): boolean {
    const { base, movedAt, gauge } = this.sa;
    const above = number - base - (this.windowSizes.at(-1) ?? 0);
    const seconds = Math.max(0, time - movedAt) / 1000 + this.settings.replaySeconds;
    return above > 2 * gauge.rate * seconds;
  }

  private judgeRefused(drop: Drop): DropKind | 'other' {
    const { seqnoHigh, seqnoLow, baseHigh, baseLow, windowSize } = drop;
    const aboveBase = difference(seqnoHigh, seqnoLow, baseHigh, baseLow);
    if (Number.isNaN(aboveBase + windowSize)) return 'other';
    this.noteWindow(windowSize);
    const isStill = this.sa.note(drop, this.settings) === 'still';
    const number = this.sa.fromOrigin(seqnoHigh, seqnoLow);
    const lag = lagOf(aboveBase, windowSize, this.edge);
    const kind = refusalOf(lag, windowSize);
    const isStalled = isStill && this.isStalled(drop.time);
    const refused: Refused = { kind, aboveBase, lag, number, isStill, isStalled, times: 0 };
    if (kind === 'late') refused.times = this.noteLate(drop.time, refused);
    this.countRefused(this.present, drop, refused);
    for (const counts of this.counted) this.countRefused(counts, drop, refused);
    if (kind === 'late') this.lastLate = number;
    return kind;
  }

  private countRefused(counts: SpanCounts, drop: Drop, refused: Refused): void {
    const { kind, aboveBase, lag } = refused;
    counts[kind] += 1;
    if (kind === 'late') this.countLate(counts, drop, refused);
    if (aboveBase <= 0 && aboveBase >= -this.settings.doubtPackets) counts.atBase += 1;
    if (kind === 'duplicate' && lag <= this.settings.copyDistance) counts.copies += 1;
  }

  /** How often a late number has recently been late, including this time; 0 for one of a sender with a counter of its own. */
  private noteLate(time: number, { number, lag, isStalled }: Refused): number {
    const { rate } = this.sa.gauge;
    const times = (this.lateNumbers ??= new LateNumbers()).add(number);
    const isShort = lag / rate <= this.settings.replaySeconds;
    if (isShort && !isStalled) return times;
    const isSenders = (this.lateCounters ??= new LateCounters(this.settings)).add(number, { time, rate, isStalled });
    return isSenders ? 0 : times;
  }

  private countLate(counts: SpanCounts, { seqnoHigh, seqnoLow }: Drop, refused: Refused): void {
    const { lag, number, isStill, isStalled, times } = refused;
    const needed = neededWindow(lag);
    counts.addLate(number, needed, this.settings.stepPackets);
    counts.lowestLate = Math.min(counts.lowestLate, seqnoHigh * 0x1_0000_0000 + seqnoLow);
    if (isStill) {
      const step = number - this.lastLate;
      if (step >= 1 && step <= this.settings.stepPackets) counts.climbing += 1;
      if (isStalled) counts.stalled += 1;
    }
    if (times >= this.settings.repeats) counts.repeated += 1;
    const seconds = lag / this.sa.gauge.rate;
    if (Number.isNaN(seconds)) (counts.neededUndated ??= new NeededWindows()).add(needed);
    else if (seconds > this.settings.replaySeconds) counts.lateLong += 1;
    else {
      // The required window is computed over all drops only.
      if (counts !== this.present) (counts.neededNear ??= new NeededWindows()).add(needed);
      if (seconds < this.settings.reorderingSeconds) counts.lateShort += 1;
      else counts.lateMiddle += 1;
    }
  }

  /** True while the window has not moved for longer than its rate would allow. */
  private isStalled(time: number): boolean {
    const { rate } = this.sa.gauge;
    const { standingPackets, standingSeconds } = this.settings;
    const least = Number.isNaN(rate) ? standingSeconds : standingPackets / rate;
    return time - this.sa.movedAt > least * 1000;
  }

  private noteWindow(windowSize: number): void {
    const { windowSizes } = this;
    if (windowSizes.at(-1) === windowSize) return;
    const known = windowSizes.indexOf(windowSize);
    if (known >= 0) windowSizes.splice(known, 1);
    windowSizes[windowSizes.length] = windowSize;
    if (windowSizes.length > MAX_WINDOW_SIZES) windowSizes.shift();
  }

  private noteOwn({ time, seqnoHigh, seqnoLow }: Drop): void {
    if (seqnoHigh > 0) this.isOwnEsn = true;
    const value = seqnoHigh * 0x1_0000_0000 + seqnoLow;
    const before = this.ownHigh * 0x1_0000_0000 + this.ownLow;
    this.own ??= new CounterGauge();
    if (value < before / 2) {
      this.own.restart();
      this.ownRestarts += 1;
    }
    this.own.note(time, value);
    this.ownHigh = seqnoHigh;
    this.ownLow = seqnoLow;
    this.ownAt = time;
  }
}
