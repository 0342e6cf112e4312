import type { SenderReport } from '@tunnelwatch/shared/sender';
import type { NameKind, Spent } from './name-budget.js';

/** Who sends a line, as far as its new names are concerned. */
export interface LineSender {
  /** Its address, for IPv6 its /64; for a file its path. */
  readonly name: string;
  readonly kind: 'address' | 'source';
}

/** What is kept of a sender: what it has spent of its budget of new names, and what became of the rest. */
export interface SenderRecord extends SenderReport {
  spent: Record<NameKind, Spent>;
}

/** A sender that has named nothing yet. */
export function newSender(sender: string, kind: SenderRecord['kind']): SenderRecord {
  return {
    sender,
    kind,
    refusedGateways: 0,
    refusedTunnels: 0,
    lastName: null,
    refusedAt: null,
    block: null,
    discarded: 0,
    discardedAt: null,
    spent: { gateways: { count: 0, at: 0 }, tunnels: { count: 0, at: 0 } },
  };
}

/** A sender as others are told of it. */
export function reportOf({ spent: _spent, ...report }: SenderRecord): SenderReport {
  return report;
}

/** Whether there is something to tell of a sender. */
export function isNotable({ refusedAt, block, discardedAt }: SenderRecord): boolean {
  return refusedAt !== null || block !== null || discardedAt !== null;
}
