import type { LineSink } from '../framing.js';
import { type FileTimes } from './near-time.js';
import type { TailListener } from './tail-listener.js';
/** A generation as far as it tells when its lines were written. */
export type Dated = Readonly<Omit<FileTimes, 'newestTime'>> & Pick<FileTimes, 'newestTime'>;
/** Hands lines on with the time that stamps without a year lie near to. @param wall the time now, epoch ms */
export declare function nearSink(listener: Pick<TailListener, 'line'>, dated: Dated, wall: number): LineSink;
