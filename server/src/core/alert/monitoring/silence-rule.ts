import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { type UsualTraffic, usualGapMs } from '../../aggregate/usual-traffic.js';
import type { Judgement } from './condition.js';

export interface SilenceSettings {
  /** Nothing is silent before this, milliseconds. */
  minimumMs: number;
  /** Nor before this many times its usual quiet time. */
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
  /** Since when it has been watched without a pause: nobody knows what would have come before. */
  watchedSince: number;
  /** When its silence was raised; undefined while it is not. */
  raisedAt: number | undefined;
  /** Of a gateway: the name of its source, when nothing else came from that either. */
  source?: string | undefined;
}

/**
 * Quiet times that must have been seen: of ten, the second longest is some twice the mean even where lines come at random,
 * and a gateway that logs once an hour is not judged after its first line. Time alone would not do, since thirty minutes
 * say nothing of it; nor would lines alone, since a hundred of them may come in one second.
 */
const MIN_GAPS = 10;

/**
 * Nothing came for longer than is usual [ALM-11]. It is over when a line comes, and not when the server was restarted
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
 * Until when `judgeSilence` has nothing to say, epoch ms, if no line comes and nothing is raised meanwhile: thousands of
 * quiet sources need not be judged every second. `watchedMs` goes on growing with the time.
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
