import type { Maintenance } from '../sqlite/maintenance/maintenance.js';

/** Between two steps, so that what comes in has its turn. */
const PAUSE_MS = 10;
/** A step is followed by a pause that is longer by this, so that events of a calm stream hardly ever meet one. */
const PAUSES_A_STEP = 4;
/** Between two looks whether there is anything to do. */
const LOOK_EVERY_MS = 1000;
/** After a failure, a full disk for one. */
const RETRY_MS = 60_000;

export interface UpkeepLoopOptions {
  upkeep: Pick<Maintenance, 'step' | 'relieve'>;
  /** False while there is other work. */
  isFree: () => boolean;
  /** True while nothing may be written at all. */
  isHeld: () => boolean;
  clock: () => number;
  onFailure: (error: unknown) => void;
}

/** Has the upkeep do its small steps between everything else that a thread does. */
export class UpkeepLoop {
  private timer: NodeJS.Timeout;

  constructor(private readonly options: UpkeepLoopOptions) {
    this.timer = this.schedule(LOOK_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private schedule(waitMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.timer = this.schedule(this.tick());
    }, waitMs);
  }

  private tick(): number {
    const { upkeep, isFree, isHeld, clock, onFailure } = this.options;
    try {
      if (isHeld()) return LOOK_EVERY_MS;
      if (!isFree()) return upkeep.relieve(clock()) ? PAUSE_MS : LOOK_EVERY_MS;
      const began = performance.now();
      const hasMore = upkeep.step(clock());
      return hasMore ? Math.max(PAUSE_MS, PAUSES_A_STEP * (performance.now() - began)) : LOOK_EVERY_MS;
    } catch (error) {
      onFailure(error);
      return RETRY_MS;
    }
  }
}
