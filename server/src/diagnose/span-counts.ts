import { NeededWindows } from './needed-windows.js';
import { NumberPattern } from './number-pattern.js';

/** What the drops of a stretch of time add up to. */
export class SpanCounts {
  events = 0;
  readonly byMessage = new Map<number, number>();
  firstTime = Number.POSITIVE_INFINITY;
  lastTime = Number.NEGATIVE_INFINITY;

  late = 0;
  duplicate = 0;
  inconsistent = 0;
  /** Late packets by how late they were, where a rate was known. */
  lateShort = 0;
  lateMiddle = 0;
  lateLong = 0;
  /** Late packets, each the number after the one before, while the window stood still. */
  climbing = 0;
  /** Late packets at the base of the line before. */
  still = 0;
  /** Late packets while the window had stood still for longer than its rate lets it. */
  stalled = 0;
  /** Late packets whose number had come often enough before to be a replay. */
  repeated = 0;
  /** Copies close behind the first of them. */
  copies = 0;
  /** Refused packets so close below the base that they may be copies, were the base the right edge. */
  atBase = 0;
  lowestLate = Number.POSITIVE_INFINITY;
  /** Windows needed: by packets of known lag time below the gate, by those of unknown time, and by all. */
  readonly neededNear = new NeededWindows();
  readonly neededUndated = new NeededWindows();
  readonly needed = new NeededWindows();
  readonly lateNumbers = new NumberPattern();
  readonly integrity = new NumberPattern();

  count(messageId: number, time: number): void {
    this.events += 1;
    this.byMessage.set(messageId, (this.byMessage.get(messageId) ?? 0) + 1);
    if (time < this.firstTime) this.firstTime = time;
    if (time > this.lastTime) this.lastTime = time;
  }

  /** Events of these messages. */
  of(...messageIds: readonly number[]): number {
    return messageIds.reduce((sum, id) => sum + (this.byMessage.get(id) ?? 0), 0);
  }

  addAll(other: SpanCounts): void {
    for (const [id, count] of other.byMessage) this.byMessage.set(id, (this.byMessage.get(id) ?? 0) + count);
    for (const name of SUMS) this[name] += other[name];
    this.firstTime = Math.min(this.firstTime, other.firstTime);
    this.lastTime = Math.max(this.lastTime, other.lastTime);
    this.lowestLate = Math.min(this.lowestLate, other.lowestLate);
    for (const name of PARTS) this[name].addAll(other[name]);
    this.lateNumbers.addAll(other.lateNumbers);
    this.integrity.addAll(other.integrity);
  }
}

const SUMS = [
  'events',
  'late',
  'duplicate',
  'inconsistent',
  'lateShort',
  'lateMiddle',
  'lateLong',
  'climbing',
  'still',
  'stalled',
  'repeated',
  'copies',
  'atBase',
] as const;

const PARTS = ['neededNear', 'neededUndated', 'needed'] as const;
