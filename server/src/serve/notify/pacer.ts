import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { ChannelPace } from '../../config/channel-schema.js';

/** Remembers when messages were sent, and tells when the next may be. What has to wait becomes a digest. */
export class Pacer {
  private last = Number.NEGATIVE_INFINITY;
  /** When messages about what is not urgent were sent, the oldest first; only those that matter. */
  private lower: number[] = [];

  note(isUrgent: boolean, at: number): void {
    this.last = at;
    if (!isUrgent) this.lower.push(at);
  }

  /** From when on the next message may be sent, epoch ms. A clock that was set back holds nothing up. */
  freeAt({ gapMs, lowerPerMinute }: ChannelPace, isUrgent: boolean, now: number): number {
    const gapAt = this.last <= now ? this.last + gapMs : now;
    if (isUrgent || lowerPerMinute === null) return gapAt;
    this.lower = this.lower.filter((at) => at <= now && now - at < MINUTE_MS);
    const oldest = this.lower.at(-lowerPerMinute);
    return oldest === undefined ? gapAt : Math.max(gapAt, oldest + MINUTE_MS);
  }
}
