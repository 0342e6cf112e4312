import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { type UsualTraffic, usualGapMs } from '../../aggregate/usual-traffic.js';
import type { Judgement } from './condition.js';

export interface SilenceSettings {
  /** Never silent before this, milliseconds. */
  minimumMs: number;
  /** Nor before this multiple of its usual quiet time. */
  multiple: number;
  /** Nor before it was watched for this long, milliseconds. */
  learnMs: number;
}

/** What is known of one source or gateway. Times are epoch ms. */
export interface SilenceFacts {
  subject: AlertSubject;
  usual: UsualTraffic;
  /** Arrival of its newest line. */
  lastArrival: number;
  /** Since when it has been watched without a pause: what would have arrived before is not known. */
  watchedSince: number;
  /** When its silence was reported; undefined while it is not. */
  raisedAt: number | undefined;
  /** For a gateway: the name of its source, when that carries nothing else. */
  source?: string | undefined;
}

/**
 * Required number of quiet times: of ten, the second longest is about twice the mean even for random arrivals, and a
 * gateway that logs once an hour is not evaluated after its first line. Time alone would not do, since thirty minutes
 * say nothing about it; nor would lines alone, since a hundred of them may arrive in one second.
 */
const MIN_GAPS = 10;

/**
 * Nothing has arrived for longer than usual [ALM-11]. It clears when a line arrives, not when the server was restarted
 * meanwhile.
 */
export function judgeSilence(facts: SilenceFacts, now: number, settings: SilenceSettings): Judgement {
  const { subject, usual, lastArrival, watchedSince, raisedAt } = facts;
  if (raisedAt !== undefined) return lastArrival > raisedAt ? 'over' : undefined;
  const quietMs = now - Math.max(lastArrival, watchedSince);
  if (quietMs <= settings.minimumMs) return undefined;
  const limit = silentAfterMs(usual, settings);
  if (limit === undefined || quietMs <= limit) return undefined;
  return {
    rule: SILENCE_RULE,
    subject,
    message: `${whoIsSilent(facts)}: ${usualWords(usual)} usual`,
    severity: 'warning',
    class: 'monitoring',
    priority: 'high',
    since: lastArrival,
  };
}

/**
 * Until when `judgeSilence` has no result, epoch ms, if no line arrives and no alert is active: thousands of
 * quiet sources need not be evaluated every second. `watchedMs` keeps increasing with the time.
 */
export function quietUntil(facts: SilenceFacts, now: number, settings: SilenceSettings): number {
  const { usual, lastArrival, watchedSince } = facts;
  if (usual.gapCount < MIN_GAPS) return Number.POSITIVE_INFINITY;
  const lineAt = Math.max(lastArrival, watchedSince);
  const silentAt = lineAt + Math.max(settings.minimumMs, settings.multiple * usualGapMs(usual));
  return Math.max(silentAt, now + settings.learnMs - usual.watchedMs);
}

function whoIsSilent({ subject, source }: SilenceFacts): string {
  if (subject.kind === 'source') return 'The source is silent';
  return source === undefined ? 'The gateway is silent' : `The gateway is silent, and with it its source ${source}`;
}

/** The name of the rule. */
export const SILENCE_RULE = 'silence';

/** How long it may be quiet, milliseconds; undefined while too little is known. */
export function silentAfterMs(usual: UsualTraffic, settings: SilenceSettings): number | undefined {
  if (usual.watchedMs < settings.learnMs || usual.gapCount < MIN_GAPS) return undefined;
  return Math.max(settings.minimumMs, settings.multiple * usualGapMs(usual));
}

function usualWords({ linesPerMinute }: UsualTraffic): string {
  if (linesPerMinute >= 1) return count(linesPerMinute, 'a minute');
  return linesPerMinute * 60 >= 1 ? count(linesPerMinute * 60, 'an hour') : count(linesPerMinute * 1440, 'a day');
}

function count(value: number, per: string): string {
  const rounded = Math.max(1, Math.round(value));
  return rounded === 1 ? `1 line ${per} is` : `${rounded.toLocaleString('en')} lines ${per} are`;
}
