import { SECOND_MS } from '@tunnelwatch/shared/time-units';

/** The recent rate of stored events. */
export class LoadMeter {
  private began: number;
  private current = 0;
  private before = 0;

  /** @param elapsed a monotonic clock, ms */
  constructor(private readonly elapsed: () => number) {
    this.began = elapsed();
  }

  add(events: number): void {
    this.turn();
    this.current += events;
  }

  /** Events of the last whole second, or of the current one if it has more already. */
  get lastSecond(): number {
    this.turn();
    return Math.max(this.before, this.current);
  }

  private turn(): void {
    const passed = this.elapsed() - this.began;
    if (passed < SECOND_MS) return;
    this.before = passed < 2 * SECOND_MS ? this.current : 0;
    this.current = 0;
    this.began += passed;
  }
}
