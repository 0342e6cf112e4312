import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** A time span in its two largest units, as in `4 d 23 h`; milliseconds. */
export function span(ms: number): string {
  if (ms < 1000) return `${String(Math.max(0, Math.round(ms)))} ms`;
  if (ms < MINUTE_MS) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < HOUR_MS) return `${String(Math.floor(ms / MINUTE_MS))} min ${String(Math.floor((ms % MINUTE_MS) / 1000))} s`;
  if (ms < DAY_MS) return `${String(Math.floor(ms / HOUR_MS))} h ${String(Math.floor((ms % HOUR_MS) / MINUTE_MS))} min`;
  return `${String(Math.floor(ms / DAY_MS))} d ${String(Math.floor((ms % DAY_MS) / HOUR_MS))} h`;
}
