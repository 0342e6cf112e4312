import type uPlot from 'uplot';
import { drawVerticals } from '../../charts/plot/draw.js';
import type { PlotTheme } from '../../charts/plot/plot-theme.js';

/** Vertical lines where a new SA was first seen (epoch ms). */
export function drawRekeys(plot: uPlot, theme: PlotTheme, times: readonly number[]): void {
  drawVerticals(plot, theme, times, { color: 'var(--text-soft)', dash: [2, 3] });
}
