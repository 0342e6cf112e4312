import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { formatBytes } from '../../format/format-number.js';
import { formatLag } from '../../format/format-time.js';

/** A figure as text, or why there is none: what is not known is never shown as zero. */
export type Figure = { readonly known: true; readonly text: string } | { readonly known: false; readonly why: string };

/** How far reading is behind, in time and bytes. */
export function lagFigure({ state, size, lagMs, lagBytes }: SourceHealth): Figure {
  if (state === 'stopped') return unknown('Nobody follows it, so nobody looks how much it holds');
  if (state === 'starting') return unknown('Its first look is under way');
  if (state === 'degraded' && size === null) return unknown('It cannot be read, so nobody knows how much it holds');
  if (lagMs > 0) return known(`${formatLag(lagMs)} · ${formatBytes(lagBytes)}`);
  return known(lagBytes === 0 ? '0 s' : `0 s · ${formatBytes(lagBytes)}`);
}

/** Bytes that come, a second. */
export function byteRateFigure({ state, bytesPerSecond }: SourceHealth): Figure {
  if (bytesPerSecond !== null) return known(`${formatBytes(Math.round(bytesPerSecond))}/s`);
  return unknown(state === 'stopped' ? 'Nobody follows it' : 'The bytes of this source are not counted');
}

function known(text: string): Figure {
  return { known: true, text };
}

function unknown(why: string): Figure {
  return { known: false, why };
}
