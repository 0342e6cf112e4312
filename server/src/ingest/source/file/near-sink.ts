import type { LineSink } from '../framing.js';
import { type FileTimes, nearTime } from './near-time.js';
import type { TailListener } from './tail-listener.js';

/** A generation, as far as it indicates when its lines were written. */
export type Dated = Readonly<Omit<FileTimes, 'newestTime'>> & Pick<FileTimes, 'newestTime'>;

/** Passes lines on with the reference time for stamps without a year. @param wall the time now, epoch ms */
export function nearSink(listener: Pick<TailListener, 'line'>, dated: Dated, wall: number): LineSink {
  // Read before the poll: afterwards it is caught up again.
  const { isCaughtUp } = dated;
  return (buffer, start, end, isCut) => {
    // What a compressed file continues is known only when its first lines arrive.
    const { changedAt, newestTime, isContinued } = dated;
    const near = nearTime({ changedAt, newestTime, isCaughtUp, isContinued }, wall);
    const time = listener.line(buffer, start, end, isCut, near);
    if (time !== undefined) dated.newestTime = time;
  };
}
