import { AntiReplayWindow } from '../anti-replay-window.js';
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
    const drop = judge(window, arrival);
    if (drop !== undefined) yield drop;
  }
}

/** All drops of a new window of this size. */
export function runWindow(flow: PacketFlow, arrivals: readonly Arrival[], windowSize: number): LoggedDrop[] {
  const ordered = arrivals.toSorted((a, b) => a.dueMs - b.dueMs);
  return [...windowRun(new AntiReplayWindow(windowSize), flow, ordered)];
}

function judge(window: AntiReplayWindow, arrival: Arrival): LoggedDrop | undefined {
  const { atMs, seqno, isAuthentic, isOfFlow, fails } = arrival;
  const { base, top, size: windowSize } = window;
  // A packet of which a fragment is missing never gets so far.
  if (fails === 487) return { atMs, messageId: fails, seqno, base, windowSize };
  const verdict = window.verdict(seqno);
  if (verdict === 'late' && isOfFlow) return { atMs, messageId: 278, seqno, base, windowSize, needed: top - seqno + 1 };
  if (verdict === 'late' || verdict === 'duplicate') return { atMs, messageId: 278, seqno, base, windowSize };
  if (isAuthentic) window.accept(seqno);
  return fails === undefined ? undefined : { atMs, messageId: fails, seqno, base, windowSize };
}

/** Numbers of packets that do not arrive in order, given and asked for from the lowest on. */
class Holes {
  private seqnos: number[] = [];
  private next = 0;

  push(seqno: number): void {
    if (this.next > 1024 && this.next * 2 > this.seqnos.length) {
      this.seqnos = this.seqnos.slice(this.next);
      this.next = 0;
    }
    this.seqnos.push(seqno);
  }

  /** The lowest hole from a number on; those below it are done with. */
  from(seqno: number): number {
    while ((this.seqnos[this.next] ?? Number.POSITIVE_INFINITY) < seqno) this.next += 1;
    return this.seqnos[this.next] ?? Number.POSITIVE_INFINITY;
  }
}

function advance(window: AntiReplayWindow, until: number, holes: Holes): void {
  let next = window.highest + 1;
  while (next <= until) {
    const hole = holes.from(next);
    if (hole > next) {
      // A stretch without holes begins with a packet that moves the window over the holes before it.
      window.accept(next);
      window.advanceTo(Math.min(until, hole - 1));
      next = Math.min(until, hole - 1) + 1;
    } else next += 1;
  }
}
