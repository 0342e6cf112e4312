import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { formatBytes } from '@tunnelwatch/shared/format-number';
import { formatLag } from '@tunnelwatch/shared/format-span';

/** A figure as text, or why there is none: an unknown value is never shown as zero. */
export type Figure = { readonly known: true; readonly text: string } | { readonly known: false; readonly why: string };

/** The reading lag, in time and bytes. */
export function lagFigure({ state, size, lagMs, lagBytes }: SourceHealth): Figure {
  if (state === 'stopped') return unknown('It is not followed, so its size is not checked');
  if (state === 'starting') return unknown('The first read is in progress');
  if (state === 'degraded' && size === null) return unknown('It cannot be read');
  if (lagMs > 0) return known(`${formatLag(lagMs)} · ${formatBytes(lagBytes)}`);
  return known(lagBytes === 0 ? '0 s' : `0 s · ${formatBytes(lagBytes)}`);
}

/** Bytes per second. */
export function byteRateFigure({ state, bytesPerSecond }: SourceHealth): Figure {
  if (bytesPerSecond !== null) return known(`${formatBytes(Math.round(bytesPerSecond))}/s`);
  return unknown(state === 'stopped' ? 'It is not followed' : 'The bytes of this source are not counted');
}

function known(text: string): Figure {
  return { known: true, text };
}

function unknown(why: string): Figure {
  return { known: false, why };
}
