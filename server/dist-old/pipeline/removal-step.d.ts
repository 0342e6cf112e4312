import type { Removal } from '../store/sqlite/maintenance/removal.js';
import type { Step } from '../store/step.js';
/** What retention took away, as the step that it is: it stands in the order of all steps. */
export declare function removalStep({ step, at, range, counts, oldest }: Removal): Step;
