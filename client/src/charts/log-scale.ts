import type uPlot from 'uplot';
import type { Ends } from './plot/plot-host.js';

/** Room above the highest value, as a factor. */
const HEADROOM = 1.3;
/** With fewer powers of ten than this, numbers between them are labelled too. */
const FEW_DECADES = 3;

/** The ends of a logarithmic axis for some columns: from the power of ten at or below the least value that is not zero. */
export function logEnds([, ...columns]: uPlot.AlignedData): Ends {
  const values = columns.flatMap((column) => Array.from(column)).filter((value) => value != null && value > 0);
  if (values.length === 0) return [0.1, 1];
  const { least, most } = values.reduce<{ least: number; most: number }>(
    (ends, value) => ({ least: Math.min(ends.least, value ?? 0), most: Math.max(ends.most, value ?? 0) }),
    { least: Number.POSITIVE_INFINITY, most: 0 },
  );
  const from = 10 ** Math.floor(Math.log10(least));
  return [from, Math.max(most, from * 10) * HEADROOM];
}

/** The labelled numbers of such an axis: powers of ten, and 2 and 5 times them where there are few. */
export function logTicks(from: number, to: number): number[] {
  const first = Math.floor(Math.log10(from));
  const last = Math.ceil(Math.log10(to));
  const steps = last - first <= FEW_DECADES ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = first; power <= last; power += 1) {
    // Divided where it is a fraction: 3 × 0.1 is not 0.3.
    for (const step of steps) ticks.push(power < 0 ? step / 10 ** -power : step * 10 ** power);
  }
  return ticks.filter((tick) => tick >= from && tick <= to);
}
