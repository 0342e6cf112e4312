import type { LagBucket, TunnelDiagnosis, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { useMemo } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { Panel } from '../components/Panel.js';
import { formatCount, formatShare, formatShort } from '../format/format-number.js';
import type { HttpState } from '../http/use-http.js';
import styles from './Diagnosis.module.css';
import { span } from './span-words.js';

const MARGIN = { top: 22, right: 8, bottom: 0, left: 0 };
const AXIS_TICK = { fill: 'var(--text-faint)', fontSize: '0.75rem' };
const INITIAL_SIZE = { width: 400, height: 200 };

/** Late packets by the window that would have just accepted them, and what larger windows would have accepted. */
export function LagHistogram({ data, problem, isLoading, reload }: HttpState<TunnelDiagnosis>) {
  const window = data?.window;
  return (
    <Panel
      className={styles.side}
      title="Window that late packets needed"
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={17}
      empty={window !== undefined && window.late === 0 ? <p>No packet was late in this time.</p> : null}
    >
      {window === undefined || window.late === 0 ? null : (
        <>
          <Chart window={window} />
          <LagTimes window={window} />
          <Shares window={window} />
        </>
      )}
    </Panel>
  );
}

function Chart({ window }: { readonly window: WindowAnalysis }) {
  const { needed, windowSizes, advice } = window;
  const current = windowSizes.at(-1) ?? 0;
  const advised = advice?.window ?? 0;
  const rows = useMemo(() => rowsOf(needed, current, advised), [needed, current, advised]);
  return (
    <figure
      className={styles.small}
      role="img"
      aria-label={`${formatCount(window.late)} late packets by the window needed`}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
        <BarChart data={rows} margin={MARGIN} barCategoryGap={1}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="name" tick={AXIS_TICK} tickLine={false} axisLine={{ stroke: 'var(--line-strong)' }} />
          <YAxis
            width={44}
            allowDecimals={false}
            tickFormatter={formatShort}
            tick={AXIS_TICK}
            axisLine={false}
            tickLine={false}
          />
          <Tooltip content={<BucketTooltip />} isAnimationActive={false} cursor={{ fill: 'var(--hover)' }} />
          <Bar dataKey="count" isAnimationActive={false}>
            {rows.map((row) => (
              <Cell key={row.to} fill={row.to <= advised ? 'var(--notice)' : 'var(--class-replay)'} />
            ))}
          </Bar>
          {windowLine(current, 'current', 'insideTopLeft', '5 3')}
          {windowLine(advised, 'advised', 'insideTopRight', '')}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}

/** Buckets end at powers of two, where windows end too: empty ones are added so that both windows have a place. */
function rowsOf(needed: readonly LagBucket[], current: number, advised: number) {
  const first = needed[0]?.from ?? 0;
  const last = needed.at(-1)?.to ?? 0;
  const before = current > 0 && current < first ? [{ from: current, to: current, count: 0 }] : [];
  const after = advised > last ? [{ from: last + 1, to: advised, count: 0 }] : [];
  return [...before, ...needed, ...after].map((bucket) => ({ ...bucket, name: formatCount(bucket.to) }));
}

function windowLine(size: number, name: string, position: 'insideTopLeft' | 'insideTopRight', dash: string) {
  if (size === 0) return null;
  return (
    <ReferenceLine
      x={formatCount(size)}
      stroke="var(--text-soft)"
      strokeDasharray={dash}
      label={{ value: `${name} ${formatCount(size)}`, position, fill: 'var(--text-soft)', fontSize: '0.75rem' }}
    />
  );
}

function BucketTooltip({ active, payload }: Partial<Pick<TooltipContentProps, 'active' | 'payload'>>) {
  // Recharts hands back the row it was given, untyped.
  const bucket = payload?.[0]?.payload as LagBucket | undefined;
  if (active !== true || bucket === undefined) return null;
  return (
    <div className={styles.tooltip}>
      <strong>{formatCount(bucket.count)}</strong> needed a window of {formatCount(bucket.from)} to{' '}
      {formatCount(bucket.to)}
    </div>
  );
}

function LagTimes({ window: { lagMs, lagPackets } }: { readonly window: WindowAnalysis }) {
  if (lagPackets === null) return null;
  const parts = (['p50', 'p90', 'p99', 'most'] as const).map((name) => {
    const time = lagMs === null ? '' : ` (${span(lagMs[name])})`;
    return `${QUANTILE_WORDS[name]} ${formatCount(lagPackets[name])}${time}`;
  });
  return <p className={styles.caption}>Packets of lag: {parts.join(', ')}.</p>;
}

const QUANTILE_WORDS = { p50: 'half up to', p90: '90 % up to', p99: '99 % up to', most: 'all up to' } as const;

function Shares({ window: { shares, windowSizes, advice } }: { readonly window: WindowAnalysis }) {
  const current = windowSizes.at(-1) ?? 0;
  return (
    <table className={styles.shares}>
      <caption>What a window would have accepted, counted exactly</caption>
      <thead>
        <tr>
          <th scope="col">Window</th>
          <th scope="col">Late packets accepted</th>
        </tr>
      </thead>
      <tbody>
        {shares
          .filter(({ window }) => window >= current)
          .map(({ window, accepted, late }) => (
            <tr key={window}>
              <th scope="row">
                {formatCount(window)}
                {window === current ? ' (current)' : ''}
                {window === advice?.window ? ' (advised)' : ''}
              </th>
              <td>
                {formatCount(accepted)} of {formatCount(late)} ({formatShare(accepted, late)})
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
