import { AntiReplayWindow } from '../anti-replay-window.js';

/** What is wrong with a packet that the anti-replay check lets pass; it becomes the message with this number. */
export type LaterCheck = 611 | 282 | 464 | 604 | 606 | 254 | 135;

/** The packets of one direction of an SA as the peer sends them: evenly, one after the other. */
export interface PacketFlow {
  packetsPerSecond: number;
  /** Epoch ms at which the packet `anchorSeqno` is sent. */
  anchorMs: number;
  anchorSeqno: number;
  /** From then on (epoch ms) none of its packets arrives. */
  stopsMs: number;
}

/** A packet that does not arrive as the flow sends it. */
export interface Arrival {
  atMs: number;
  seqno: number;
  /** True for a packet of the flow that arrives so and not otherwise; false for one beside the flow, such as a copy. */
  isOfFlow: boolean;
  /** True for a packet that moves the window if it passes: one of the peer's that nobody changed. */
  isAuthentic: boolean;
  /** The check after that of the window which it fails; undefined when it passes. */
  fails?: LaterCheck;
}

/** What a gateway logs of a packet that it drops. */
export interface LoggedDrop {
  atMs: number;
  messageId: 278 | 572 | 1057 | 339 | LaterCheck;
  seqno: number;
  /** The window as the packet found it. */
  base: number;
  windowSize: number;
}

/** The number of the packet that the flow has sent last at a time, epoch ms. */
export function sentUntil({ packetsPerSecond, anchorMs, anchorSeqno, stopsMs }: PacketFlow, atMs: number): number {
  return anchorSeqno + Math.floor(((Math.min(atMs, stopsMs) - anchorMs) * packetsPerSecond) / 1000);
}

/** When the flow sends a packet, epoch ms. */
export function sentAt({ packetsPerSecond, anchorMs, anchorSeqno }: PacketFlow, seqno: number): number {
  return anchorMs + ((seqno - anchorSeqno) / packetsPerSecond) * 1000;
}

/**
 * Lets all packets arrive at a real window and gives those that are dropped, in order of time. Packets of the flow that are
 * not among the arrivals come in order, at the cost of one, so that a million packets a second are no more work than ten.
 */
export function runWindow(flow: PacketFlow, arrivals: readonly Arrival[], windowSize: number): LoggedDrop[] {
  const window = new AntiReplayWindow(windowSize);
  const ordered = arrivals.toSorted((a, b) => a.atMs - b.atMs);
  const holes = arrivals.filter(({ isOfFlow }) => isOfFlow).map(({ seqno }) => seqno);
  const rest = new Holes(holes);
  const drops: LoggedDrop[] = [];
  for (const arrival of ordered) {
    const { atMs, seqno, isAuthentic, fails } = arrival;
    advance(window, sentUntil(flow, atMs), rest);
    const { base } = window;
    const verdict = window.verdict(seqno);
    if (verdict === 'late' || verdict === 'duplicate') drops.push({ atMs, messageId: 278, seqno, base, windowSize });
    else {
      if (isAuthentic) window.accept(seqno);
      if (fails !== undefined) drops.push({ atMs, messageId: fails, seqno, base, windowSize });
    }
  }
  return drops;
}

/** Numbers of packets that do not arrive in order, from the lowest on. */
class Holes {
  private readonly sorted: Float64Array;
  private next = 0;

  constructor(seqnos: readonly number[]) {
    this.sorted = Float64Array.from(seqnos).sort();
  }

  /** The lowest hole from a number on; those below it are done with. */
  from(seqno: number): number {
    while ((this.sorted[this.next] ?? Number.POSITIVE_INFINITY) < seqno) this.next += 1;
    return this.sorted[this.next] ?? Number.POSITIVE_INFINITY;
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
