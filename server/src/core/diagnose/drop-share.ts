import type { DropKind, DropShare } from '@tunnelwatch/shared/diagnosis';
import { MESSAGE_ID, OUTBOUND_IDS } from '@tunnelwatch/shared/message-ids';
import type { Drop } from './drop.js';
import type { TunnelAnalysis } from './tunnel-analysis.js';

/**
 * Counts the peer's packets between the drops of a tunnel: each moves the window by its number. Only drops between two lines
 * with a windowbase of the same SA count.
 */
export class DropShareMeter {
  private from = Number.NaN;
  private to = Number.NaN;
  private packets = 0;
  private dropped = 0;
  private duplicates = 0;
  /** Drops since the last line with a windowbase. */
  private waitingDropped = 0;
  private waitingDuplicates = 0;
  private origin = '';
  private base = 0;

  /** Adds a drop that the analysis has just processed. */
  note(drop: Drop, kind: DropKind | 'other', { sa }: TunnelAnalysis): void {
    const hasBase = drop.messageId === MESSAGE_ID.antiReplayFailed && !Number.isNaN(drop.baseHigh);
    const origin = `${String(sa.originHigh)} ${String(sa.originLow)} ${String(sa.rekeys.at(-1))}`;
    if (hasBase && origin !== this.origin) {
      // How many packets passed between two SAs is not known.
      this.origin = origin;
      this.base = sa.base;
      this.waitingDropped = 0;
      this.waitingDuplicates = 0;
      if (Number.isNaN(this.from)) this.from = drop.time;
      return;
    }
    if (kind === 'duplicate') this.waitingDuplicates += 1;
    else if (!OUTBOUND_IDS.includes(drop.messageId)) this.waitingDropped += 1;
    if (hasBase && sa.base > this.base) this.settle(drop.time, sa.base);
  }

  /** The share; null unless the window has moved between two drops. */
  share(): DropShare | null {
    const { from, to, packets, dropped, duplicates } = this;
    if (packets <= 0) return null;
    return { from, to, packets, dropped, duplicates, share: dropped / packets };
  }

  private settle(time: number, base: number): void {
    this.packets += base - this.base;
    this.base = base;
    this.to = time;
    this.dropped += this.waitingDropped;
    this.duplicates += this.waitingDuplicates;
    this.waitingDropped = 0;
    this.waitingDuplicates = 0;
  }
}
