import type { LagBucket } from '@tunnelwatch/shared/diagnosis';
import type { NeededHistogram } from '@tunnelwatch/shared/needed-histogram';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { LABEL_STYLE } from '../../../charts/axis-style.js';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';

const ROW_REM = 1;

/** The bars of a histogram of required windows, and the current and the recommended window as lines. */
export function RequiredWindowBars({ histogram }: { readonly histogram: NeededHistogram }) {
  const { bars, current, advised } = histogram;
  return (
    <g>
      {bars.map((bar) => (
        <Bar key={bar.to} bar={bar} isSaved={advised !== null && bar.to <= advised.window} />
      ))}
      {advised === null ? null : (
        <WindowLine
          size={advised.window}
          label={`recommended ${formatCount(advised.window)}: accepts ${formatShare(advised.share, 1)}`}
          row={2}
        />
      )}
      {current === null ? null : (
        <WindowLine size={current} label={`current ${formatCount(current)}`} row={1} isDashed />
      )}
    </g>
  );
}

/** A bar spans from the smallest to the largest window of its packets, and is never too thin to be visible. */
function Bar({ bar: { from, to, count }, isSaved }: { readonly bar: LagBucket; readonly isSaved: boolean }) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  const plot = usePlotArea();
  if (toX === undefined || toY === undefined || plot === undefined) return null;
  const left = toX(Math.max(1, from - 1)) ?? 0;
  const right = toX(to) ?? 0;
  const top = toY(count) ?? 0;
  const bottom = plot.y + plot.height;
  return (
    <rect
      className="needed-bar"
      x={left + 0.5}
      y={Math.min(top, bottom - 1)}
      width={Math.max(1, right - left - 1)}
      height={Math.max(1, bottom - top)}
      fill={isSaved ? 'var(--accent)' : 'var(--class-replay)'}
    >
      <title>{`${formatCount(count)} needed a window of ${formatCount(from)} to ${formatCount(to)}`}</title>
    </rect>
  );
}

interface WindowLineProps {
  readonly size: number;
  readonly label: string;
  /** Labels of lines that are close together are put into separate rows. */
  readonly row: number;
  readonly isDashed?: boolean;
}

function WindowLine({ size, label, row, isDashed = false }: WindowLineProps) {
  const toX = useXAxisScale();
  const plot = usePlotArea();
  if (toX === undefined || plot === undefined) return null;
  const x = toX(size) ?? 0;
  const isRight = x > plot.x + plot.width / 2;
  return (
    <g>
      <line
        x1={x}
        x2={x}
        y1={plot.y}
        y2={plot.y + plot.height}
        stroke="var(--text)"
        strokeWidth="0.1rem"
        strokeDasharray={isDashed ? '5 3' : undefined}
      />
      <text
        x={x}
        y={plot.y}
        dx={isRight ? '-0.4em' : '0.4em'}
        dy={`${String(row * ROW_REM - 0.2)}rem`}
        textAnchor={isRight ? 'end' : 'start'}
        {...LABEL_STYLE}
        // A nearby line does not cross the text.
        stroke="var(--bg)"
        strokeWidth="0.3rem"
        paintOrder="stroke"
      >
        {label}
      </text>
    </g>
  );
}
