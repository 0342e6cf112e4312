import type { Change } from '@tunnelwatch/shared/protocol';
import type { PublishedStep } from './published-step.js';

/**
 * One piece of a room's content. A room is a list of parts: each keeps its own state, says all of it for a newcomer, and
 * what changed for those who are there.
 */
export interface Part {
  /** Reads what it needs to begin; steps that come meanwhile are handed to `onStep` and must not be lost. */
  start(): Promise<void>;
  /** The whole content, to be applied to nothing. */
  snapshot(now: number): Change[];
  onStep(step: PublishedStep): void;
  /** What changed since it was last taken. `isTick` is true once a second, for content that need not come at once. */
  take(now: number, isTick: boolean): Change[];
}
