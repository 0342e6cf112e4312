import { HOSTILE_FORMS } from './hostile-forms.js';
import { HOSTILE_TIMES } from './hostile-times.js';
import { HOSTILE_VALUES } from './hostile-values.js';
import type { HostileLine } from './types.js';

/** Lines that a log can hold and nobody wants, with what each must become. */
export const HOSTILE: readonly HostileLine[] = [...HOSTILE_FORMS, ...HOSTILE_VALUES, ...HOSTILE_TIMES];
