import type { Change } from '@tunnelwatch/shared/protocol';
import type { PublishedStep } from './published-step.js';

/**
 * One piece of a room's content. A room is a list of parts: each keeps its own state, and provides all of it for a
 * newcomer, and the changes for everybody else.
 */
export interface Part {
  /** Reads its initial state; steps that arrive meanwhile are passed to `onStep` and must not be lost. */
  start(): Promise<void>;
  /** The whole content, to be applied to an empty state. */
  snapshot(now: number): Change[];
  onStep(step: PublishedStep): void;
  /** The changes since the last call. `isTick` is true once a second, for content that is not urgent. */
  take(now: number, isTick: boolean): Change[];
}
