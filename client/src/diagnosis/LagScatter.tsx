import { DROP_KINDS, type DropPoint, type TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { useMemo } from 'react';
import {
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { timeTicks } from '../charts/time-ticks.js';
import { Panel } from '../components/Panel.js';
import { formatCount, formatShort } from '../format/format-number.js';
import { formatAxisTime, formatDateTime } from '../format/format-time.js';
import type { HttpState } from '../http/use-http.js';
import styles from './Diagnosis.module.css';
import { DROP_LOOK } from './drop-look.js';

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const AXIS_TICK = { fill: 'var(--text-faint)', fontSize: '0.75rem' };
const AXIS_LINE = { stroke: 'var(--line-strong)' };
const INITIAL_SIZE = { width: 600, height: 240 };
const TICKS = 6;

interface Row extends DropPoint {
  readonly lag: number;
  /** On a logarithmic axis there is no 0: the right edge itself is drawn at 1. */
  readonly drawn: number;
}

/** Refused packets over time by how far behind the right edge of the window they were; the window itself is a line. */
export function LagScatter({ data, problem, isLoading, reload }: HttpState<TunnelDiagnosis>) {
  const rows = useMemo(() => rowsOf(data?.points ?? []), [data]);
  const windowSize = data?.window.windowSizes.at(-1) ?? 0;
  return (
    <Panel
      className={styles.main}
      title="Refused packets against the window"
      aside={rows.length === 0 ? undefined : 'packets behind the right edge, by number'}
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={17}
      empty={data !== null && rows.length === 0 ? <p>The anti-replay check refused no packet in this time.</p> : null}
    >
      {data === null || rows.length === 0 ? null : (
        <>
          <Legend rows={rows} />
          <Chart rows={rows} windowSize={windowSize} />
          <p className={styles.caption}>
            Above the line a packet is late; on or below it, it is a second copy. The window is{' '}
            {formatCount(windowSize)} packets long.
          </p>
        </>
      )}
    </Panel>
  );
}

function rowsOf(points: readonly DropPoint[]): readonly Row[] {
  return points.flatMap((point) =>
    point.lag === null ? [] : [{ ...point, lag: point.lag, drawn: Math.max(1, point.lag + 1) }],
  );
}

function Legend({ rows }: { readonly rows: readonly Row[] }) {
  const kinds = DROP_KINDS.filter((kind) => rows.some((row) => row.kind === kind));
  return (
    <ul className={styles.legend}>
      {kinds.map((kind) => (
        <li key={kind}>
          <span style={{ background: DROP_LOOK[kind].color }} className={styles[DROP_LOOK[kind].shape]} aria-hidden />
          {DROP_LOOK[kind].label}
        </li>
      ))}
    </ul>
  );
}

function Chart({ rows, windowSize }: { readonly rows: readonly Row[]; readonly windowSize: number }) {
  const from = rows[0]?.time ?? 0;
  const to = Math.max(from + 1000, rows.at(-1)?.time ?? 0);
  return (
    <figure
      className={styles.figure}
      role="img"
      aria-label={`${formatCount(rows.length)} refused packets by lag over time`}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
        <ScatterChart margin={MARGIN}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          {timeAxis(from, to)}
          {lagAxis(windowSize)}
          <Tooltip content={<PointTooltip />} isAnimationActive={false} cursor={false} />
          {windowSize > 0 ? (
            <ReferenceLine
              y={windowSize}
              stroke="var(--text-soft)"
              strokeDasharray="5 3"
              label={{
                value: 'end of the window',
                position: 'insideBottomRight',
                fill: 'var(--text-soft)',
                fontSize: '0.75rem',
              }}
            />
          ) : null}
          {DROP_KINDS.map((kind) => (
            <Scatter
              key={kind}
              data={rows.filter((row) => row.kind === kind)}
              fill={DROP_LOOK[kind].color}
              shape={DROP_LOOK[kind].shape}
              isAnimationActive={false}
            />
          ))}
        </ScatterChart>
      </ResponsiveContainer>
    </figure>
  );
}

function timeAxis(from: number, to: number) {
  return (
    <XAxis
      dataKey="time"
      type="number"
      scale="time"
      domain={[from, to]}
      ticks={timeTicks(from, to, TICKS)}
      tickFormatter={(at: number) => formatAxisTime(at, to - from)}
      tick={AXIS_TICK}
      axisLine={AXIS_LINE}
      tickLine={false}
    />
  );
}

function lagAxis(windowSize: number) {
  return (
    <YAxis
      dataKey="drawn"
      type="number"
      scale="log"
      domain={[1, (most: number) => Math.max(most * 1.5, windowSize * 2)]}
      allowDataOverflow
      width={52}
      tickFormatter={formatShort}
      tick={AXIS_TICK}
      axisLine={false}
      tickLine={false}
    />
  );
}

function PointTooltip({ active, payload }: Partial<Pick<TooltipContentProps, 'active' | 'payload'>>) {
  // Recharts hands back the row it was given, untyped.
  const row = payload?.[0]?.payload as Row | undefined;
  if (active !== true || row === undefined) return null;
  return (
    <div className={styles.tooltip}>
      <strong>{DROP_LOOK[row.kind].label}</strong>, event {row.seq}
      <div>{formatDateTime(row.time)}</div>
      <div>seqno {row.seqno}</div>
      <div>{formatCount(row.lag)} packets behind the right edge</div>
    </div>
  );
}
