import { DAY_MS } from '@tunnelwatch/shared/time-units';

/** Earlier times that a chart can show beside its own. */
export const COMPARISONS = ['day', 'week'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** How much earlier each is, ms. */
export const EARLIER_MS: Readonly<Record<Comparison, number>> = { day: DAY_MS, week: 7 * DAY_MS };

/** What each is called in a sentence, and on its button. */
export const EARLIER_LABEL: Readonly<Record<Comparison, string>> = { day: 'a day earlier', week: 'a week earlier' };
export const COMPARISON_LABEL: Readonly<Record<Comparison, string>> = { day: 'Yesterday', week: 'Last week' };
