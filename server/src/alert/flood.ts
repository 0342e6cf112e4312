import type { AlertSettings } from './alert-settings.js';

type FloodSettings = Pick<AlertSettings, 'floodFrom' | 'floodEndsBelow' | 'floodWithinMs'>;

/**
 * Tells a flood of alerts (EEMUA 191: ten or more new ones in ten minutes, until they are fewer than five). It knows
 * nothing but when alerts were opened, so it is the same after a restart.
 */
export class FloodMeter {
  /** When alerts were opened, oldest first; what is older than the span is let go. */
  private opened: number[] = [];
  private began: number | null = null;

  /** @param opened when the alerts at hand were opened, epoch ms */
  constructor(
    opened: readonly number[],
    private readonly settings: FloodSettings,
  ) {
    for (const at of [...opened].sort((a, b) => a - b)) this.note(at);
  }

  /** An alert was opened. */
  note(at: number): void {
    this.look(at);
    this.opened.push(at);
    if (this.began === null && this.opened.length >= this.settings.floodFrom) this.began = at;
  }

  /** Since when there is a flood, epoch ms; null while there is none. */
  since(now: number): number | null {
    this.look(now);
    return this.began;
  }

  /** New alerts within the span that ends now. */
  count(now: number): number {
    this.look(now);
    return this.opened.length;
  }

  private look(now: number): void {
    const from = now - this.settings.floodWithinMs;
    let old = 0;
    while (old < this.opened.length && (this.opened[old] ?? 0) <= from) old++;
    if (old > 0) this.opened.splice(0, old);
    if (this.opened.length < this.settings.floodEndsBelow) this.began = null;
  }
}
