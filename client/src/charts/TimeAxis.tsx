import { XAxis } from 'recharts';
import { formatAxisTime } from '../format/format-time.js';
import { AXIS_LINE, AXIS_TICK } from './axis-style.js';
import { timeTicks } from './time-ticks.js';

/** A time axis, or similar, of a chart. Epoch ms. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** The time axis of a chart whose rows have a number `time`, with at most `most` labels. */
export function TimeAxis({ from, to, most = 6 }: TimeSpan & { readonly most?: number }) {
  return (
    <XAxis
      dataKey="time"
      type="number"
      scale="time"
      domain={[from, to]}
      ticks={timeTicks(from, to, most)}
      tickFormatter={(at: number) => formatAxisTime(at, to - from)}
      tick={AXIS_TICK}
      axisLine={AXIS_LINE}
      tickLine={false}
      allowDataOverflow
    />
  );
}
