import { ALERT_HEALTH_GOALS, type AlertHealth } from '@tunnelwatch/shared/alert-health';
import { formatCount, formatRate, formatShare } from '../../../format/format-number.js';

/** A figure about alarms, with what is asked for. */
export interface HealthFigure {
  readonly name: string;
  readonly value: string;
  readonly goal: string;
  /** True when the goal is reached. */
  readonly isMet: boolean;
  /** What the figure tells, and what helps when the goal is missed. */
  readonly meaning: string;
}

const GOALS = ALERT_HEALTH_GOALS;

/** Of fewer alerts, the ten most frequent causes are more than the goal even where each came once. */
const ENOUGH_FOR_SHARES = 10 / GOALS.topTenShare;

/** The figures against their goals, in the order in which one would look at them. */
export function healthFigures(health: AlertHealth): readonly HealthFigure[] {
  return [
    {
      name: 'New alerts in 10 minutes',
      value: formatRate(health.perTenMinutes),
      goal: `${GOALS.perTenMinutes} at most`,
      isMet: health.perTenMinutes <= GOALS.perTenMinutes,
      meaning: `On the average of 24 hours, ${formatCount(health.opened)} in all. One person can deal with about one, two are the most.`,
    },
    {
      name: 'Most in 10 minutes',
      value: formatCount(health.mostInTenMinutes),
      goal: `below ${GOALS.mostInTenMinutes}`,
      isMet: health.mostInTenMinutes < GOALS.mostInTenMinutes,
      meaning: 'From ten on it is a flood: nobody reads them one by one any more.',
    },
    {
      name: 'Time in a flood',
      value: formatShare(health.floodShare, 1),
      goal: `below ${formatShare(GOALS.floodShare, 1)}`,
      isMet: health.floodShare < GOALS.floodShare,
      meaning: 'Of the ten-minute spans of the last 24 hours.',
    },
    {
      name: 'Share of the ten most frequent',
      value: health.opened === 0 ? '–' : formatShare(health.topTenShare, 1),
      goal: `${formatShare(GOALS.topTenShare, 1)} at most, of ${formatCount(ENOUGH_FOR_SHARES)} or more`,
      isMet: health.opened < ENOUGH_FOR_SHARES || health.topTenShare <= GOALS.topTenShare,
      meaning: 'Few causes that bring most of the alerts are what to mend first; below they stand by name.',
    },
    ...standingFigures(health),
  ];
}

function standingFigures(health: AlertHealth): readonly HealthFigure[] {
  return [
    {
      name: 'Chattering now',
      value: formatCount(health.chattering),
      goal: 'none',
      isMet: health.chattering <= GOALS.chattering,
      meaning: 'They come and go three times a minute and more. A longer delay of the rule, or the cause, helps.',
    },
    {
      name: 'Stale',
      value: formatCount(health.stale),
      goal: `below ${GOALS.stale}`,
      isMet: health.stale < GOALS.stale,
      meaning: 'Active for longer than 24 hours. What nobody mends is no alarm: close it, or change its rule.',
    },
    {
      name: 'Standing',
      value: formatCount(health.standing),
      goal: `below ${GOALS.standing}`,
      isMet: health.standing < GOALS.standing,
      meaning: 'Active now, neither shelved nor suppressed.',
    },
    {
      name: 'Shelved',
      value: formatCount(health.shelved),
      goal: `below ${GOALS.shelved}`,
      isMet: health.shelved < GOALS.shelved,
      meaning: `Put aside by somebody for a time. Besides, ${formatCount(health.suppressed)} are suppressed by maintenance windows.`,
    },
  ];
}

/** The mix of priorities that is asked for, as commonly quoted: 80 % low, 15 % medium, 5 % high and urgent. */
export const PRIORITY_GOAL_WORDS: Readonly<Record<string, string>> = {
  urgent: 'with High about 5 %',
  high: 'with Urgent about 5 %',
  medium: 'about 15 %',
  low: 'about 80 %',
};
