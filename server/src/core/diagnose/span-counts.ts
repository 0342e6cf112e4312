import { NeededWindows } from './needed-windows.js';
import { NumberPattern } from './number-pattern.js';

const NO_NUMBERS = new NumberPattern();

/**
 * The sums of the drops of one period. There are two for each of up to 100,000 tunnels, so parts that most do not need
 * are created on demand.
 */
export class SpanCounts {
  events = 0;
  firstTime = Number.POSITIVE_INFINITY;
  lastTime = Number.NEGATIVE_INFINITY;

  late = 0;
  duplicate = 0;
  inconsistent = 0;
  /** Late packets by how late they were, where a rate was known. */
  lateShort = 0;
  lateMiddle = 0;
  lateLong = 0;
  /** Late packets, each the number after the previous one, while the window did not move. */
  climbing = 0;
  /** Late packets while the window had not moved for longer than its rate allows. */
  stalled = 0;
  /** Late packets whose number had come often enough before to be a replay. */
  repeated = 0;
  /** Duplicates close behind the original. */
  copies = 0;
  /** Refused packets so close below the base that they may be duplicates, if the base is the right edge. */
  atBase = 0;
  /** Packets that failed the integrity check with numbers that the peer cannot have reached. */
  ahead = 0;
  lowestLate = Number.POSITIVE_INFINITY;
  /** Windows required by packets that failed the integrity check because they were late, with extended sequence numbers. */
  failedLate: NeededWindows | undefined;
  /** Windows required by late packets: by all, by those of known lag time below the gate, and by those of unknown time. */
  readonly needed = new NeededWindows();
  neededNear: NeededWindows | undefined;
  neededUndated: NeededWindows | undefined;
  private failedNumbers: NumberPattern | undefined;
  private refusedNumbers: NumberPattern | undefined;
  /** Message ids and their events. */
  private messageIds: number[] = [];
  private messageCounts: number[] = [];

  count(messageId: number, time: number): void {
    this.events += 1;
    this.addMessages(messageId, 1);
    if (time < this.firstTime) this.firstTime = time;
    if (time > this.lastTime) this.lastTime = time;
  }

  /** Events of these messages. */
  of(...messageIds: readonly number[]): number {
    let sum = 0;
    for (let at = 0; at < this.messageIds.length; at++) {
      if (messageIds.includes(this.messageIds[at] ?? 0)) sum += this.messageCounts[at] ?? 0;
    }
    return sum;
  }

  /** Numbers of packets that failed the integrity check. */
  get integrity(): NumberPattern {
    return this.failedNumbers ?? NO_NUMBERS;
  }

  /** Numbers of late packets. */
  get lateNumbers(): NumberPattern {
    return this.refusedNumbers ?? NO_NUMBERS;
  }

  addIntegrity(number: number, isAhead: boolean, stepPackets: number): void {
    if (isAhead) this.ahead += 1;
    this.failedNumbers ??= new NumberPattern();
    this.failedNumbers.add(number, stepPackets);
  }

  addFailedLate(needed: number): void {
    (this.failedLate ??= new NeededWindows()).add(needed);
  }

  addLate(number: number, needed: number, stepPackets: number): void {
    this.needed.add(needed);
    this.refusedNumbers ??= new NumberPattern();
    this.refusedNumbers.add(number, stepPackets);
  }

  addAll(other: SpanCounts): void {
    for (let at = 0; at < other.messageIds.length; at++) {
      this.addMessages(other.messageIds[at] ?? 0, other.messageCounts[at] ?? 0);
    }
    for (const name of SUMS) this[name] += other[name];
    this.firstTime = Math.min(this.firstTime, other.firstTime);
    this.lastTime = Math.max(this.lastTime, other.lastTime);
    this.lowestLate = Math.min(this.lowestLate, other.lowestLate);
    this.needed.addAll(other.needed);
    for (const name of PARTS) {
      const part = other[name];
      if (part !== undefined) (this[name] ??= new NeededWindows()).addAll(part);
    }
    for (const name of PATTERNS) {
      const part = other[name];
      if (part !== undefined) (this[name] ??= new NumberPattern()).addAll(part);
    }
  }

  private addMessages(messageId: number, count: number): void {
    const { messageIds, messageCounts } = this;
    const at = messageIds.indexOf(messageId);
    if (at >= 0) messageCounts[at] = (messageCounts[at] ?? 0) + count;
    else if (messageIds.length === 0) {
      // A growing array has room for 17 from the first one on.
      this.messageIds = [messageId];
      this.messageCounts = [count];
    } else {
      messageIds.push(messageId);
      messageCounts.push(count);
    }
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
  'stalled',
  'repeated',
  'copies',
  'atBase',
  'ahead',
] as const;

const PARTS = ['neededNear', 'neededUndated', 'failedLate'] as const;
const PATTERNS = ['failedNumbers', 'refusedNumbers'] as const;
