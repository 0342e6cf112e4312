const WHOLE = new Intl.NumberFormat('en-GB');

/** A whole number with thousands separators, `12,345`. */
export function formatCount(value: number): string {
  return WHOLE.format(value);
}

/** A count in at most four characters for axes and tight spaces: `999`, `1.2k`, `35k`, `1.4M`. */
export function formatShort(value: number): string {
  if (value < 1000) return String(Math.round(value));
  if (value < 1_000_000) return `${trim(value / 1000)}k`;
  if (value < 1_000_000_000) return `${trim(value / 1_000_000)}M`;
  return `${trim(value / 1_000_000_000)}G`;
}

function trim(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
}

/** A rate with its significant digits: `0`, `0.3`, `12`, `3.4k`; one above zero is never shown as zero (`<0.1`). */
export function formatRate(value: number): string {
  if (value === 0) return '0';
  if (value > 0 && value < 0.05) return '<0.1';
  return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : formatShort(value);
}

/**
 * A number at a line of an axis, whole: `2.5`, `12.5`, `1.25k`. Rounded, equal steps would look unequal, and the line of 12.5
 * would say 13.
 */
export function formatTick(value: number): string {
  const [unit, name] = TICK_UNITS.find(([size]) => Math.abs(value) >= size) ?? [1, ''];
  return `${String(Number((value / unit).toPrecision(4)))}${name}`;
}

const TICK_UNITS = [
  [1_000_000_000, 'G'],
  [1_000_000, 'M'],
  [1000, 'k'],
] as const;

/** Bytes in binary units, `512 B`, `3.4 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : trim(value)} ${units[unit] ?? ''}`;
}

/**
 * A share in percent, `0.3 %`; a share above zero is never shown as zero (`<0.01 %`), and one below the whole never as
 * 100 %. A dash when there is no whole.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.01) return '<0.01 %';
  if (part < whole && percent > 99.9) return '>99.9 %';
  const digits = percent === 0 || percent === 100 || percent >= 10 ? 0 : percent >= 1 ? 1 : 2;
  return `${percent.toFixed(digits)} %`;
}
