import type { LagBucket, WindowAnalysis } from './diagnosis.js';

/** Late packets by the window that each required, as a drawing on a logarithmic axis. Windows are in packets. */
export interface NeededHistogram {
  /** Buckets with packets. */
  bars: readonly LagBucket[];
  /** Ends of the axis. */
  from: number;
  to: number;
  /** Powers of two to label on the axis. */
  ticks: readonly number[];
  /** The highest bar. */
  most: number;
  /** The current window; null when no line named it. */
  current: number | null;
  /** The recommended window and the share of the late packets that it would have accepted, 0 to 1. */
  advised: { window: number; share: number } | null;
}

const MARGIN = 1.25;

/** The histogram of required windows with the current and the recommended one; undefined when no packet was late. */
export function neededHistogram(
  { needed, windowSizes, advice }: Pick<WindowAnalysis, 'needed' | 'windowSizes' | 'advice'>,
  mostTicks: number,
): NeededHistogram | undefined {
  const bars = needed.filter(({ count }) => count > 0);
  const [first] = bars;
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const current = windowSizes.at(-1) ?? null;
  const from = Math.max(1, Math.min(first.from, current ?? first.from) / MARGIN);
  const to = Math.max(last.to, advice?.window ?? 0) * MARGIN;
  return {
    bars,
    from,
    to,
    ticks: powersOfTwo(from, to, mostTicks),
    current,
    most: bars.reduce((most, { count }) => Math.max(most, count), 0),
    advised: advice === null ? null : { window: advice.window, share: advice.accepted / advice.late },
  };
}

/** Position of a window between the ends of a logarithmic axis, 0 to 1. */
export function logShare({ from, to }: Pick<NeededHistogram, 'from' | 'to'>, window: number): number {
  return Math.log(Math.max(window, from) / from) / Math.log(to / from);
}

/** Powers of two between two numbers: every one, or every second, fourth and so on, to give at most this many. */
function powersOfTwo(from: number, to: number, most: number): number[] {
  const first = Math.ceil(Math.log2(from));
  const last = Math.floor(Math.log2(to));
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += step) ticks.push(2 ** power);
  return ticks;
}
