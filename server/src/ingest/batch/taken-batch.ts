import type { Step } from '../../store/step.js';
import type { Batch, Committed } from '../../store/store.js';

/** A batch to be made durable, and what to tell of it afterwards. */
export interface TakenBatch {
  batch: Batch;
  toStep: (committed: Committed) => Step;
}
