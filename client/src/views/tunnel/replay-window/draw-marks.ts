import { DROP_KINDS } from '@tunnelwatch/shared/diagnosis';
import type uPlot from 'uplot';
import type { PlotTheme } from '../../../charts/plot/plot-theme.js';
import { DROP_STYLE, type ScatterRow } from './scatter-rows.js';

/** Width of a mark in rem: it scales with the text. */
const MARK_REM = 0.5;
/** How near the pointer must be, in widths of a mark. */
const REACH = 2;

type Shape = (typeof DROP_STYLE)[keyof typeof DROP_STYLE]['shape'];

/** The refused packets of a scatter, each kind with its colour and shape. Thousands take some milliseconds. */
export function drawMarks(plot: uPlot, theme: PlotTheme, rows: readonly ScatterRow[]): void {
  const { ctx } = plot;
  const size = theme.rem * MARK_REM * devicePixelRatio;
  ctx.globalAlpha = 0.8;
  for (const kind of DROP_KINDS) {
    const { color, shape } = DROP_STYLE[kind];
    ctx.fillStyle = theme.color(color);
    // One path for all of a kind: filling each by itself takes ten times as long.
    ctx.beginPath();
    for (const row of rows) {
      if (row.kind !== kind) continue;
      addShape(ctx, shape, plot.valToPos(row.time, 'x', true), plot.valToPos(row.drawn, 'y', true), size);
    }
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function addShape(ctx: CanvasRenderingContext2D, shape: Shape, x: number, y: number, size: number): void {
  const half = size / 2;
  switch (shape) {
    case 'circle':
      ctx.moveTo(x + half, y);
      ctx.arc(x, y, half, 0, 2 * Math.PI);
      return;
    case 'square':
      ctx.rect(x - half, y - half, size, size);
      return;
    case 'triangle':
      ctx.moveTo(x, y - half);
      ctx.lineTo(x + half, y + half);
      ctx.lineTo(x - half, y + half);
      ctx.closePath();
      return;
    case 'cross': {
      const arm = size * 0.15;
      ctx.rect(x - half, y - arm, size, 2 * arm);
      ctx.rect(x - arm, y - half, 2 * arm, size);
    }
  }
}

/** The refused packet that the pointer is on, CSS pixels within the plot; undefined for none. */
export function nearestRow(
  plot: uPlot,
  rows: readonly ScatterRow[],
  { left, top, rem }: { readonly left: number; readonly top: number; readonly rem: number },
): ScatterRow | undefined {
  const reach = rem * MARK_REM * REACH;
  let best: ScatterRow | undefined;
  let least = reach * reach;
  for (const row of rows) {
    const x = plot.valToPos(row.time, 'x') - left;
    const y = plot.valToPos(row.drawn, 'y') - top;
    const distance = x * x + y * y;
    if (distance > least) continue;
    least = distance;
    best = row;
  }
  return best;
}
