/** Round numbers from `least` to `most`, about `count` of them at most: 1, 2 or 5 times a power of ten apart. */
export function niceTicks(least: number, most: number, count: number): number[] {
  const step = niceStep((most - least) / Math.max(1, count - 1));
  const ticks: number[] = [];
  for (let at = Math.ceil(least / step); at * step <= most; at++) ticks.push(at * step);
  return ticks;
}

/** The smallest of 1, 2 and 5 times a power of ten that is not below `value`, a whole number of packets or events. */
export function niceStep(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

const UNITS = [
  { name: 'G', size: 1e9 },
  { name: 'M', size: 1e6 },
  { name: 'k', size: 1e3 },
];
const MAX_DECIMALS = 3;

/** A tick in few characters, with as many digits as distinguish it from the next one: `3.05G`, `954k`, `12`. */
export function tickLabel(value: number, step: number): string {
  const unit = UNITS.find(({ size }) => Math.abs(value) >= size);
  if (unit === undefined) return String(Math.round(value));
  const decimals = Math.max(0, Math.ceil(Math.log10(unit.size / step) - 1e-9));
  if (decimals > MAX_DECIMALS) return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${(value / unit.size).toFixed(decimals)}${unit.name}`;
}
