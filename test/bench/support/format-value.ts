const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const MEBI = 1024 * 1024;

/** How a number of each meaning is written, with no more digits than a measurement of its kind deserves. */
const FORMS = {
  'lines/s': (value: number) => `${WHOLE.format(value >= 10_000 ? Math.round(value / 1000) * 1000 : value)} lines/s`,
  lines: (value: number) => `${WHOLE.format(value)} lines`,
  events: (value: number) => `${WHOLE.format(value)} events`,
  count: (value: number) => WHOLE.format(value),
  bytes: (value: number) =>
    value >= 10 * MEBI ? `${WHOLE.format(value / MEBI)} MiB` : `${WHOLE.format(value / 1024)} KiB`,
  'bytes/event': (value: number) => `${value.toFixed(1)} bytes`,
  ms: (value: number) => `${value >= 20 ? WHOLE.format(value) : value.toFixed(1)} ms`,
  µs: (value: number) => `${value.toFixed(2)} µs`,
  s: (value: number) => `${value >= 20 ? WHOLE.format(value) : value.toFixed(2)} s`,
  'µs/line': (value: number) => `${value.toFixed(2)} µs`,
  '% of a core': (value: number) => `${digits(value)} % of a core`,
  '%': (value: number) => `${digits(value)} %`,
  'a second': (value: number) => `${value.toFixed(1)} a second`,
} as const;

/** What a number means, and so how it is written. */
export type Unit = keyof typeof FORMS;

/** A number with its unit. */
export function formatValue(value: number, unit: Unit): string {
  return Number.isNaN(value) ? 'nothing measured' : FORMS[unit](value);
}

function digits(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
