import type uPlot from 'uplot';
import type { PlotTheme } from './plot-theme.js';

/** A point of a plot in its own numbers. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

interface LineStyle {
  /** CSS colour. */
  readonly color: string;
  readonly dash?: readonly number[];
  readonly widthRem?: number;
}

/** Pixels of the canvas, which are smaller than those of CSS on a dense screen. */
function place(plot: uPlot, { x, y }: PlotPoint): PlotPoint {
  return { x: plot.valToPos(x, 'x', true), y: plot.valToPos(y, 'y', true) };
}

function trace(plot: uPlot, points: readonly PlotPoint[]): void {
  plot.ctx.beginPath();
  for (const point of points) {
    const { x, y } = place(plot, point);
    plot.ctx.lineTo(x, y);
  }
}

/** A line through points. */
export function drawLine(
  plot: uPlot,
  theme: PlotTheme,
  points: readonly PlotPoint[],
  { color, dash = [], widthRem = 0.1 }: LineStyle,
): void {
  const { ctx } = plot;
  ctx.strokeStyle = theme.color(color);
  ctx.lineWidth = widthRem * theme.rem * devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  trace(plot, points);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** A filled area between points. */
export function drawArea(
  plot: uPlot,
  theme: PlotTheme,
  points: readonly PlotPoint[],
  color: string,
  share: number,
): void {
  const { ctx } = plot;
  ctx.fillStyle = theme.color(color);
  ctx.globalAlpha = share;
  trace(plot, points);
  ctx.closePath();
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Lines from top to bottom. */
export function drawVerticals(plot: uPlot, theme: PlotTheme, places: readonly number[], style: LineStyle): void {
  const { min, max } = plot.scales['y'] ?? {};
  if (min == null || max == null) return;
  for (const x of places) {
    drawLine(
      plot,
      theme,
      [
        { x, y: min },
        { x, y: max },
      ],
      { widthRem: 0.0625, ...style },
    );
  }
}

interface TextPlace extends PlotPoint {
  readonly align: 'left' | 'right';
  /** Lines of text below the point; above it if negative. */
  readonly row: number;
}

/** A text that nothing crosses. */
export function drawText(plot: uPlot, theme: PlotTheme, text: string, { align, row, ...point }: TextPlace): void {
  const { ctx } = plot;
  const { x, y } = place(plot, point);
  const rem = theme.rem * devicePixelRatio;
  ctx.font = theme.font.replace(/^[\d.]+px/, `${String(0.75 * rem)}px`);
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 0.3 * rem;
  ctx.strokeStyle = theme.color('var(--bg)');
  ctx.fillStyle = theme.color('var(--text-soft)');
  const at = { x: x + (align === 'left' ? 0.4 : -0.4) * rem, y: y + row * rem };
  ctx.strokeText(text, at.x, at.y);
  ctx.fillText(text, at.x, at.y);
}
