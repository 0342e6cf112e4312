import type { AntiReplayWindow } from '../anti-replay-window.js';
import type { PacketFlow } from './packet-flow.js';

/** Numbers with the same upper half. */
const SUBSPACE = 0x1_0000_0000;

/**
 * The number that a receiver takes a packet for, by the lower 32 bits that are sent: a late one is taken for one of the next
 * subspace, and fails the integrity check (RFC 4303 appendix A2.2).
 */
export function completedNumber({ top, size }: AntiReplayWindow, low: number): number {
  const topHigh = Math.floor(top / SUBSPACE);
  const topLow = top % SUBSPACE;
  if (topLow >= size - 1) return (low >= topLow - size + 1 ? topHigh : topHigh + 1) * SUBSPACE + low;
  // The window spans two subspaces.
  return (low >= topLow - size + 1 + SUBSPACE ? topHigh - 1 : topHigh) * SUBSPACE + low;
}

/** The half of an extended number that is sent. */
export function sentHalf(seqno: number): number {
  return seqno % SUBSPACE;
}

/** Whether the numbers of a flow are ones that only extended sequence numbers reach. */
export function usesExtendedNumbers({ anchorSeqno }: PacketFlow): boolean {
  return anchorSeqno > SUBSPACE;
}

/** The flow with extended numbers, moved into a later subspace unless it is there already. */
export function extendedFlow(flow: PacketFlow, subspace: number): PacketFlow {
  const anchorSeqno = usesExtendedNumbers(flow) ? flow.anchorSeqno : flow.anchorSeqno + subspace * SUBSPACE;
  return { ...flow, anchorSeqno, usesEsn: true };
}
