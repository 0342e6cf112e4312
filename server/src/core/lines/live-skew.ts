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

/** Less than two zones differ by. */
const ONE_ZONE_MS = 7 * 60_000;

/**
 * Corrects the times of a line whose stamps were read in a wrong zone, in place; returns them. A receiver's stamp that agrees
 * with the gateway's is off as much.
 * @param offsetMs stamp minus true time
 */
export function correctZone<Times extends LineTimes>(times: Times, offsetMs: number): Times {
  times.time -= offsetMs;
  if (times.skewMs === undefined) return times;
  if (Math.abs(times.skewMs) < ONE_ZONE_MS) times.receivedTime -= offsetMs;
  else times.skewMs -= offsetMs;
  return times;
}

/** When a line happened by our own clock, epoch ms: its arrival, or the receiver's stamp where that is long ago. A stamp of the future tells nothing. */
export function liveTime({ receivedTime }: LineTimes, now: number): number {
  return Math.abs(now - receivedTime) <= RECENT_MS ? now : Math.min(now, receivedTime);
}
