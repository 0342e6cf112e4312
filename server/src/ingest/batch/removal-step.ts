import type { StepCounts } from '../../core/aggregate/records.js';
import type { Removal } from '../../store/sqlite/maintenance/removal.js';
import type { Step } from '../../store/step.js';

const NO_COUNTS: StepCounts = {
  seconds: new Float64Array(0),
  subjectIds: new Int32Array(0),
  kindIds: new Int32Array(0),
  counts: new Int32Array(0),
  firstTimes: new Float64Array(0),
  lastTimes: new Float64Array(0),
};

/** What retention removed, as a step of its own in the order of all steps. */
export function removalStep({ step, at, range, counts, oldest }: Removal): Step {
  return {
    step,
    at,
    events: 0,
    subjects: [],
    kinds: [],
    counts: NO_COUNTS,
    newest: [],
    skippedEvents: 0,
    alerts: [],
    gateways: [],
    removed: { firstSeq: range.first, lastSeq: range.last, counts, oldest },
  };
}
