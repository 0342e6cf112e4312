import type { LineSink } from '../framing.js';
import { type FileTimes, nearTime } from './near-time.js';
import type { TailListener } from './tail-listener.js';

/** Passes lines on with the reference time for stamps without a year. @param wall the time now, epoch ms */
export function nearSink(listener: Pick<TailListener, 'line'>, dated: Readonly<FileTimes>, wall: number): LineSink {
  // Read before the poll: afterwards it is caught up again. The last change is that of the poll.
  const { isCaughtUp } = dated;
  let near: number | undefined;
  return (buffer, start, end, isCut) => {
    near ??= nearTime({ changedAt: dated.changedAt, isCaughtUp }, wall);
    listener.line(buffer, start, end, isCut, near, isCaughtUp);
  };
}
