/** What is wrong with a packet that the anti-replay check lets pass; it becomes the message with this number. */
export type LaterCheck = 611 | 282 | 464 | 604 | 606 | 254 | 135;

/** What is wrong with a packet before it comes to that check: a fragment of it is missing. */
export type EarlierCheck = 487;

/** The packets of one direction of an SA as they are sent: evenly, one after the other. */
export interface PacketFlow {
  packetsPerSecond: number;
  /** Epoch ms at which the packet `anchorSeqno` is sent. */
  anchorMs: number;
  anchorSeqno: number;
  /** From then on (epoch ms) none of its packets arrives. */
  stopsMs: number;
  /** Set where the numbers are extended ones of which only the lower 32 bits are sent (RFC 4303 section 2.2.1). */
  usesEsn?: true;
}

/** A packet that does not arrive as the flow sends it. */
export interface Arrival {
  atMs: number;
  /** When it would have come, were nothing wrong with it: never after `atMs`. Those of a cause are in order of it. */
  dueMs: number;
  seqno: number;
  /** True for a packet of the flow that arrives so and not otherwise; false for one beside the flow, such as a copy. */
  isOfFlow: boolean;
  /** True for a packet that moves the window if it passes: one of the peer's that nobody changed. */
  isAuthentic: boolean;
  /** The check which it fails; undefined when it fails none but that of the window. */
  fails?: LaterCheck | EarlierCheck;
}

/** What a gateway logs of a packet that it drops. */
export interface LoggedDrop {
  atMs: number;
  messageId: 278 | 572 | 1057 | 339 | LaterCheck | EarlierCheck;
  seqno: number;
  /** The window as the packet found it. */
  base: number;
  windowSize: number;
  /** The window that would have just accepted a packet which came late and never before; undefined where none would. */
  needed?: number;
}

/** The number of the packet that the flow has sent last at a time, epoch ms. */
export function sentUntil({ packetsPerSecond, anchorMs, anchorSeqno, stopsMs }: PacketFlow, atMs: number): number {
  return anchorSeqno + Math.floor(((Math.min(atMs, stopsMs) - anchorMs) * packetsPerSecond) / 1000);
}

/** When the flow sends a packet, epoch ms. */
export function sentAt({ packetsPerSecond, anchorMs, anchorSeqno }: PacketFlow, seqno: number): number {
  return anchorMs + ((seqno - anchorSeqno) / packetsPerSecond) * 1000;
}
