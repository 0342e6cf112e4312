import { ALERT_HEALTH_GOALS, type AlertHealth } from '@tunnelwatch/shared/alert-health';
import { formatCount, formatRate, formatShare } from '@tunnelwatch/shared/format-number';

/** A figure about alerts, with its target. */
export interface HealthFigure {
  readonly name: string;
  readonly value: string;
  readonly target: string;
  /** True when the target is met; null where too few alerts say nothing about it. */
  readonly isMet: boolean | null;
  /** What the figure means, and what helps when the target is missed. */
  readonly meaning: string;
}

const GOALS = ALERT_HEALTH_GOALS;

/** With fewer alerts, the ten most frequent causes exceed the target even if each occurred once. */
const ENOUGH_FOR_SHARES = 10 / GOALS.topTenShare;

/** The figures and their targets, in reading order. */
export function healthFigures(health: AlertHealth): readonly HealthFigure[] {
  return [
    {
      name: 'New alerts per 10 minutes',
      value: formatRate(health.perTenMinutes),
      target: `at most ${GOALS.perTenMinutes}`,
      isMet: health.perTenMinutes <= GOALS.perTenMinutes,
      meaning: `Average over 24 hours; ${formatCount(health.opened)} alerts in total. One operator can handle about one, at most two.`,
    },
    {
      name: 'Peak in 10 minutes',
      value: formatCount(health.mostInTenMinutes),
      target: `below ${GOALS.mostInTenMinutes}`,
      isMet: health.mostInTenMinutes < GOALS.mostInTenMinutes,
      meaning: 'Ten or more is a flood: nobody can read them one by one.',
    },
    {
      name: 'Time in flood',
      value: formatShare(health.floodShare, 1),
      target: `below ${formatShare(GOALS.floodShare, 1)}`,
      isMet: health.floodShare < GOALS.floodShare,
      meaning: 'Share of the ten-minute periods of the last 24 hours.',
    },
    {
      name: 'Share of top 10',
      value: health.opened === 0 ? '–' : formatShare(health.topTenShare, 1),
      target: `at most ${formatShare(GOALS.topTenShare, 1)} of ${formatCount(ENOUGH_FOR_SHARES)} or more alerts`,
      isMet: health.opened < ENOUGH_FOR_SHARES ? null : health.topTenShare <= GOALS.topTenShare,
      meaning: 'A few causes behind most of the alerts are the first to fix; they are listed below.',
    },
    ...standingFigures(health),
  ];
}

function standingFigures(health: AlertHealth): readonly HealthFigure[] {
  return [
    {
      name: 'Chattering',
      value: formatCount(health.chattering),
      target: 'none',
      isMet: health.chattering <= GOALS.chattering,
      meaning:
        'Alerts that come and go three or more times a minute. Fix the cause, or use a longer delay in the rule.',
    },
    {
      name: 'Stale',
      value: formatCount(health.stale),
      target: `below ${GOALS.stale}`,
      isMet: health.stale < GOALS.stale,
      meaning: 'Active for more than 24 hours. What nobody fixes should not be an alert: close it, or change its rule.',
    },
    {
      name: 'Standing',
      value: formatCount(health.standing),
      target: `below ${GOALS.standing}`,
      isMet: health.standing < GOALS.standing,
      meaning: 'Active now, neither shelved nor suppressed.',
    },
    {
      name: 'Shelved',
      value: formatCount(health.shelved),
      target: `below ${GOALS.shelved}`,
      isMet: health.shelved < GOALS.shelved,
      meaning: `Hidden for a limited time. Another ${formatCount(health.suppressed)} are suppressed by maintenance windows.`,
    },
  ];
}

/** The target mix of priorities, as commonly quoted: 80 % low, 15 % medium, 5 % high and urgent. */
export const PRIORITY_TARGET: Readonly<Record<string, string>> = {
  urgent: 'about 5 % together with High',
  high: 'about 5 % together with Urgent',
  medium: 'about 15 %',
  low: 'about 80 %',
};
