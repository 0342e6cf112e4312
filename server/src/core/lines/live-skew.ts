import type { LineTimes } from './template-times.js';
import type { SourceRecord } from '../aggregate/source-tally.js';

/** A line that was received longer ago, by its receiver's stamp, says nothing of the gateway's clock of now. */
const RECENT_MS = 15 * 60_000;

/**
 * How far off the gateway's clock is now: against the receiver's stamp, or against our own clock where we are the
 * receiver; a file says nothing about when its lines were received. Undefined where the line does not tell.
 */
export function liveSkew(
  { time, receivedTime, skewMs }: LineTimes,
  source: SourceRecord,
  now: number,
): number | undefined {
  if (skewMs !== undefined) return Math.abs(now - receivedTime) <= RECENT_MS ? skewMs : undefined;
  return source.kind === 'syslog' && time !== now ? time - now : undefined;
}

/** When a line happened by our own clock, epoch ms: its arrival, or the receiver's stamp where that is long ago. A stamp of the future tells nothing. */
export function liveTime({ receivedTime }: LineTimes, now: number): number {
  return Math.abs(now - receivedTime) <= RECENT_MS ? now : Math.min(now, receivedTime);
}
