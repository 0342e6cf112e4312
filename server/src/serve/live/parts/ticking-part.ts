import type { Change } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';

/** Content that is recomputed once a second and sent if it differs from what was last sent. */
export class TickingPart implements Part {
  protected told = '';

  constructor(private readonly make: (now: number) => Change) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  snapshot(now: number): Change[] {
    return [this.make(now)];
  }

  onStep(): void {
    // The next tick picks up the changes of the step.
  }

  take(now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const change = this.make(now);
    const text = JSON.stringify(change);
    if (text === this.told) return [];
    this.told = text;
    return [change];
  }
}

/** Content that does not depend on the time: after a snapshot the first tick tells nothing unless something changed. */
export class SteadyPart extends TickingPart {
  constructor(private readonly makeSteady: () => Change) {
    super(makeSteady);
  }

  override start(): Promise<void> {
    this.told = JSON.stringify(this.makeSteady());
    return Promise.resolve();
  }
}
