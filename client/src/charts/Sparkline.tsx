interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  /** CSS colour. */
  readonly color: string;
  /** The value at the top; the maximum when absent. Set it to make rows comparable. */
  readonly max?: number;
  readonly className?: string | undefined;
}

const HEIGHT = 24;
const STEP = 2;

/** A small filled curve that fills its container. Numbers are shown beside it, so it is decorative. */
export function Sparkline({ values, color, max, className }: SparklineProps) {
  const width = Math.max(1, values.length - 1) * STEP;
  const top = Math.max(1, max ?? Math.max(1, ...values));
  const points = values.map(
    (value, index) => `${index * STEP},${(HEIGHT - 1.5 - (value / top) * (HEIGHT - 3)).toFixed(2)}`,
  );
  return (
    <svg className={className} viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polygon points={`0,${HEIGHT} ${points.join(' ')} ${width},${HEIGHT}`} fill={color} opacity="0.22" />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke={color}
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
