import type { Change } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';

/** Content that does not depend on the time: sent once a second if it differs from what was last sent. */
export class SteadyPart implements Part {
  private told = '';

  constructor(private readonly make: () => Change) {}

  start(): Promise<void> {
    this.told = JSON.stringify(this.make());
    return Promise.resolve();
  }

  snapshot(): Change[] {
    return [this.make()];
  }

  onStep(): void {
    // The next tick picks up the changes of the step.
  }

  take(_now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const change = this.make();
    const text = JSON.stringify(change);
    if (text === this.told) return [];
    this.told = text;
    return [change];
  }
}
