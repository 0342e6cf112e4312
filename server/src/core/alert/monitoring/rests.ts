import type { GatewayRecord } from '../../aggregate/gateway-life.js';
import type { SourceRecord } from '../../aggregate/source-tally.js';
import { learnQuiet } from '../../aggregate/usual-traffic.js';

/** A source or a gateway, and since when there has been nothing to evaluate about it. */
export interface Rest {
  readonly record: SourceRecord | GatewayRecord;
  isResting: boolean;
  /** Its lines when it came to rest. */
  lines: number;
  /** The gateway that was alone in the source then. */
  only: GatewayRecord | undefined;
  /** When there is something to evaluate although no line arrives, epoch ms. */
  until: number;
  /** False when its quiet time teaches nothing, since nothing is expected of it. */
  isLearning: boolean;
  /** The quiet time of `Rests` up to which it has learned. */
  learnedMs: number;
}

/**
 * Which sources and gateways rest: until a line arrives, or until a known time, there is nothing to evaluate about
 * them. Thousands of quiet ones cost a comparison a second, and learn from their quiet time when it ends.
 */
export class Rests {
  private readonly byRecord = new Map<SourceRecord | GatewayRecord, Rest>();
  /** Time over which was watched, up to the last evaluation, ms; pauses do not count. */
  private quietMs = 0;
  private elapsedMs = 0;
  /** No rest ends by itself before this, epoch ms. */
  private nextEnd = Number.POSITIVE_INFINITY;
  private isDue = false;

  /** Begins an evaluation. @param elapsedMs time since the previous one @param now epoch ms */
  begin(elapsedMs: number, now: number): void {
    this.elapsedMs = elapsedMs;
    this.isDue = now >= this.nextEnd;
    if (this.isDue) this.nextEnd = Number.POSITIVE_INFINITY;
  }

  /** Ends an evaluation: those that still rest were quiet up to it. */
  end(): void {
    this.quietMs = this.evaluatedMs;
    this.elapsedMs = 0;
  }

  private get evaluatedMs(): number {
    return this.quietMs + Math.max(0, this.elapsedMs);
  }

  /** The rest of a source or a gateway: always the same object. */
  of(record: SourceRecord | GatewayRecord): Rest {
    let rest = this.byRecord.get(record);
    if (rest === undefined) {
      rest = { record, isResting: false, lines: 0, only: undefined, until: 0, isLearning: true, learnedMs: 0 };
      this.byRecord.set(record, rest);
    }
    return rest;
  }

  /** True while it rests. Call it once for each in an evaluation. @param lines its lines by now @param now epoch ms */
  holds(rest: Rest, lines: number, now: number): boolean {
    if (!rest.isResting || rest.lines !== lines) return false;
    if (!this.isDue) return true;
    if (now >= rest.until) return false;
    this.nextEnd = Math.min(this.nextEnd, rest.until);
    return true;
  }

  /** It rests from this evaluation on. @param until epoch ms */
  start(rest: Rest, { lines, only, until, isLearning }: Omit<Rest, 'record' | 'isResting' | 'learnedMs'>): void {
    Object.assign(rest, { lines, only, until, isLearning, isResting: true });
    rest.learnedMs = this.evaluatedMs;
    this.nextEnd = Math.min(this.nextEnd, until);
  }

  /**
   * It rests no longer.
   * @param isEvaluated true when the current evaluation has found it at rest; otherwise it learns from that by itself
   */
  stop(rest: Rest, isEvaluated = false): void {
    if (!rest.isResting) return;
    this.learn(rest, isEvaluated ? this.evaluatedMs : this.quietMs);
    rest.isResting = false;
  }

  /** It is watched no longer. */
  forget(record: SourceRecord | GatewayRecord): void {
    this.byRecord.delete(record);
  }

  stopAll(): void {
    for (const rest of this.byRecord.values()) this.stop(rest);
  }

  /** Brings what they have learned up to date, before they are stored. */
  learnOf(records: Iterable<SourceRecord | GatewayRecord>): void {
    for (const record of records) {
      const rest = this.byRecord.get(record);
      if (rest?.isResting === true) this.learn(rest, this.quietMs);
    }
  }

  private learn(rest: Rest, quietMs: number): void {
    if (rest.isLearning) learnQuiet(rest.record.usual, quietMs - rest.learnedMs);
    rest.learnedMs = Math.max(rest.learnedMs, quietMs);
  }
}
