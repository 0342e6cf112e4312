import type { LineSink } from '../framing.js';
import { type FileTimes, nearTime } from './near-time.js';
import type { TailListener } from './tail-listener.js';

/** A generation as far as it tells when its lines were written. */
export type Dated = Readonly<Omit<FileTimes, 'newestTime'>> & Pick<FileTimes, 'newestTime'>;

/** Hands lines on with the time that stamps without a year lie near to. @param wall the time now, epoch ms */
export function nearSink(listener: Pick<TailListener, 'line'>, dated: Dated, wall: number): LineSink {
  // Asked before the look that reads: afterwards it is caught up again.
  const { isCaughtUp } = dated;
  return (buffer, start, end, isCut) => {
    // What a compressed file goes on with is known only when its first lines come.
    const { changedAt, newestTime, isContinued } = dated;
    const near = nearTime({ changedAt, newestTime, isCaughtUp, isContinued }, wall);
    const time = listener.line(buffer, start, end, isCut, near);
    if (time !== undefined) dated.newestTime = time;
  };
}
