import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Maintenance } from '../sqlite/maintenance/maintenance.js';

/** Pause between two steps, so that incoming events are not held up. */
const PAUSE_MS = 10;
/** The pause after a step, as a multiple of the step's duration: on a calm stream, events hardly ever wait for a step. */
const PAUSES_A_STEP = 4;
/** How often to check for work. */
const CHECK_EVERY_MS = 1000;
/** The same while the thread has other work: on a stream without a pause, it is free for a moment only. */
const CHECK_WHEN_BUSY_MS = 100;
/** Delay after a failure, such as a full disk. */
const RETRY_MS = MINUTE_MS;

export interface UpkeepLoopOptions {
  upkeep: Pick<Maintenance, 'step' | 'relieve'>;
  /** False while the thread has other work. */
  isFree: () => boolean;
  /** True while nothing may be written at all. */
  isHeld: () => boolean;
  clock: () => number;
  onFailure: (error: unknown) => void;
}

/** Runs the small steps of upkeep between everything else a thread does. */
export class UpkeepLoop {
  private timer: NodeJS.Timeout;

  constructor(private readonly options: UpkeepLoopOptions) {
    this.timer = this.schedule(CHECK_EVERY_MS);
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
      if (isHeld()) return CHECK_EVERY_MS;
      if (!isFree()) return upkeep.relieve(clock()) ? PAUSE_MS : CHECK_WHEN_BUSY_MS;
      const began = performance.now();
      const hasMore = upkeep.step(clock());
      return hasMore ? Math.max(PAUSE_MS, PAUSES_A_STEP * (performance.now() - began)) : CHECK_EVERY_MS;
    } catch (error) {
      onFailure(error);
      return RETRY_MS;
    }
  }
}
