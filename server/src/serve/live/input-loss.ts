import type { InputStatus } from '@tunnelwatch/shared/protocol';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** A loss is shown until there was none for so long, like its alert [ALM-43]. */
const QUIET_MS = 5 * MINUTE_MS;

/** Counts the datagrams that listeners lose now, across all of them; losses before the start are history. */
export class InputLoss {
  private readonly known = new Map<number, number>();
  private current: { count: number; since: number; lastAt: number } | null = null;

  /** Takes the new counts of a source. @param now epoch ms */
  note({ id, listener }: SourceHealth, now: number): void {
    if (listener === null) return;
    const total = (listener.kernelDrops ?? 0) + listener.queueDrops;
    const lost = total - (this.known.get(id) ?? total);
    this.known.set(id, total);
    if (lost <= 0) return;
    const before = this.at(now);
    this.current = { count: (before?.count ?? 0) + lost, since: before?.since ?? now, lastAt: now };
  }

  /** What is being lost, and since when (epoch ms); null when nothing was for five minutes. */
  at(now: number): InputStatus['lost'] {
    const { current } = this;
    if (current === null || now - current.lastAt >= QUIET_MS) return null;
    return { count: current.count, since: current.since };
  }
}
