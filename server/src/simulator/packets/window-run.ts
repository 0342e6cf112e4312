import { AntiReplayWindow } from '../anti-replay-window.js';
import { completedNumber, sentHalf } from './extended-number.js';
import { ArrivalHeap } from './arrival-heap.js';
import { type Arrival, type LoggedDrop, type PacketFlow, sentUntil } from './packet-flow.js';

/** A number and its time of sending are reckoned from each other: they may differ by less than this, ms. */
const ROUNDING_MS = 0.001;

/**
 * Lets packets arrive at a real window and gives those that are dropped, in order of time. Packets of the flow that are not
 * among the arrivals come in order, at the cost of one, so that a million packets a second are no more work than ten. What
 * is under way is all that is held: arrivals may go on for ever.
 * @param arrivals in order of `dueMs`
 */
export function* windowRun(
  window: AntiReplayWindow,
  flow: PacketFlow,
  arrivals: Iterable<Arrival>,
): Generator<LoggedDrop, void> {
  const source = arrivals[Symbol.iterator]();
  const underWay = new ArrivalHeap();
  const holes = new Holes();
  let ahead = source.next();
  for (;;) {
    let first = underWay.first;
    while (ahead.done !== true && (first === undefined || ahead.value.dueMs <= first.atMs + ROUNDING_MS)) {
      if (ahead.value.isOfFlow) holes.push(ahead.value.seqno);
      underWay.push(ahead.value);
      first = underWay.first;
      ahead = source.next();
    }
    const arrival = underWay.pop();
    if (arrival === undefined) return;
    advance(window, sentUntil(flow, arrival.atMs), holes);
    const drop = judge(window, arrival, flow.usesEsn === true);
    if (drop !== undefined) yield drop;
  }
}

/** All drops of a new window of this size. */
export function runWindow(flow: PacketFlow, arrivals: readonly Arrival[], windowSize: number): LoggedDrop[] {
  const ordered = arrivals.toSorted((a, b) => a.dueMs - b.dueMs);
  return [...windowRun(new AntiReplayWindow(windowSize), flow, ordered)];
}

function judge(window: AntiReplayWindow, arrival: Arrival, usesEsn: boolean): LoggedDrop | undefined {
  const { atMs, seqno, isAuthentic, isOfFlow, fails } = arrival;
  const { base, top, size: windowSize } = window;
  // A packet of which a fragment is missing never gets so far.
  if (fails === 487) return { atMs, messageId: fails, seqno, base, windowSize };
  const verdict = window.verdict(seqno);
  if (verdict === 'late' && usesEsn) {
    const taken = completedNumber(window, sentHalf(seqno));
    return { atMs, messageId: 611, seqno: taken, base, windowSize };
  }
  if (verdict === 'late' && isOfFlow) return { atMs, messageId: 278, seqno, base, windowSize, needed: top - seqno + 1 };
  if (verdict === 'late' || verdict === 'duplicate') return { atMs, messageId: 278, seqno, base, windowSize };
  if (isAuthentic) window.accept(seqno);
  return fails === undefined ? undefined : { atMs, messageId: fails, seqno, base, windowSize };
}

/** Numbers of packets that do not arrive in order, given from the lowest on. */
class Holes {
  private seqnos: number[] = [];
  private first = 0;

  push(seqno: number): void {
    if (this.first > 1024 && this.first * 2 > this.seqnos.length) {
      this.seqnos = this.seqnos.slice(this.first);
      this.first = 0;
    }
    this.seqnos.push(seqno);
  }

  /** Forgets those up to a number. */
  settle(upTo: number): void {
    while ((this.seqnos[this.first] ?? Number.POSITIVE_INFINITY) <= upTo) this.first += 1;
  }

  /** Those that are left, by their place from the lowest on; infinite beyond the last. */
  at(place: number): number {
    return this.seqnos[this.first + place] ?? Number.POSITIVE_INFINITY;
  }
}

/** Lets the packets of the flow arrive up to a number, but for those that are holes. */
function advance(window: AntiReplayWindow, until: number, holes: Holes): void {
  // Holes above the highest number accepted stay: several in a row may be passed before one behind them arrives.
  holes.settle(window.highest);
  let next = window.highest + 1;
  for (let place = 0; next <= until; place += 1) {
    const hole = holes.at(place);
    const last = Math.min(until, hole - 1);
    if (last >= next) {
      // A stretch without holes begins with a packet that moves the window over the holes before it.
      window.accept(next);
      window.advanceTo(last);
    }
    next = Math.max(next, hole + 1);
  }
}
