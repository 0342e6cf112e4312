import type { CryptoTime } from './tunnel-fold.js';

/** Failures of one tunnel with gaps of at most one span. Times are epoch ms. */
interface Failures {
  first: number;
  last: number;
  /** When the newest of them arrived. */
  arrivedAt: number;
}

/** Tunnels of a gateway on which encryption or decryption failed, by the times of their lines. */
export class CryptoFailures {
  private readonly tunnels = new Map<number, Failures>();

  constructor(private readonly spanMs: number) {}

  /** @param time of the line, epoch ms. @param now when it arrived, epoch ms */
  add(subjectId: number, time: number, now: number): void {
    const known = this.tunnels.get(subjectId);
    if (known === undefined || time > known.last + this.spanMs) {
      this.tunnels.set(subjectId, { first: time, last: time, arrivedAt: now });
      return;
    }
    known.first = Math.min(known.first, time);
    known.last = Math.max(known.last, time);
    known.arrivedAt = now;
  }

  /** Tunnels with a failure within one span: since gaps are no longer than that, an interval that covers the span contains one. */
  count({ from, to }: CryptoTime): number {
    let count = 0;
    for (const { first, last } of this.tunnels.values()) if (first <= to && last >= from) count += 1;
    return count;
  }

  /** Drops tunnels of which nothing has arrived since a time, epoch ms. */
  forget(since: number): void {
    for (const [subjectId, { arrivedAt }] of this.tunnels) if (arrivedAt < since) this.tunnels.delete(subjectId);
  }
}
