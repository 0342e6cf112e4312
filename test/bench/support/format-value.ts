/** What a number means, and so how it is written. */
export type Unit =
  'lines/s' | 'lines' | 'events' | 'bytes' | 'bytes/event' | 'ms' | 's' | '% of a core' | '%' | 'count';

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const MEBI = 1024 * 1024;

/** A number with its unit, with no more digits than a measurement of this kind deserves. */
export function formatValue(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return 'nothing measured';
  switch (unit) {
    case 'bytes':
      return value >= 10 * MEBI ? `${WHOLE.format(value / MEBI)} MiB` : `${(value / 1024).toFixed(0)} KiB`;
    case 'bytes/event':
      return `${value.toFixed(1)} bytes`;
    case 'ms':
      return `${value >= 20 ? WHOLE.format(value) : value.toFixed(value >= 2 ? 1 : 2)} ms`;
    case 's':
      return `${value >= 20 ? WHOLE.format(value) : value.toFixed(2)} s`;
    case '% of a core':
    case '%':
      return `${value >= 10 ? value.toFixed(0) : value.toFixed(2)} ${unit}`;
    case 'lines/s':
      return `${WHOLE.format(value >= 10_000 ? Math.round(value / 1000) * 1000 : value)} lines/s`;
    case 'lines':
    case 'events':
      return `${WHOLE.format(value)} ${unit}`;
    case 'count':
      return WHOLE.format(value);
  }
}
