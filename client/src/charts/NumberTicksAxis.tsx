import type { NumberAxis } from '@tunnelwatch/shared/number-axis';
import { niceTicks, tickLabel } from '@tunnelwatch/shared/nice-ticks';
import { YAxis } from 'recharts';
import { useRem } from '../components/layout/use-rem.js';
import { AXIS_TICK } from './axis-style.js';

const TICKS = 6;
const WIDTH_REM = 4;

interface NumberTicksAxisProps {
  readonly axis: NumberAxis;
  /** The number of a row that is drawn. */
  readonly dataKey: string;
}

/** The axis of sequence numbers: round ones, relative to its base if it has one. */
export function NumberTicksAxis({ axis, dataKey }: NumberTicksAxisProps) {
  const rem = useRem();
  // A margin above and below, so that no mark is clipped.
  const margin = Math.max(1, (axis.most - axis.least) * 0.05);
  const from = axis.base === 0n ? Math.max(0, axis.least - margin) : axis.least - margin;
  const to = axis.most + margin;
  const ticks = niceTicks(from, to, TICKS);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const sign = axis.base === 0n ? '' : '+';
  return (
    <YAxis
      dataKey={dataKey}
      type="number"
      domain={[from, to]}
      ticks={ticks}
      width={WIDTH_REM * rem}
      tickFormatter={(value: number) => (value > 0 ? sign : '') + tickLabel(value, step)}
      tick={AXIS_TICK}
      axisLine={false}
      tickLine={false}
    />
  );
}
