import type uPlot from 'uplot';
import type { PlotTheme } from './plot/plot-theme.js';

/** What may stand on a chart beside its data. */
export type MarkKind = 'raised' | 'cleared' | 'acknowledged' | 'restart' | 'maintenance' | 'gap';

/** Something that happened at a time, or lasted for some, epoch ms. */
export interface ChartMark {
  readonly kind: MarkKind;
  readonly from: number;
  /** Null for what has no length. */
  readonly to: number | null;
  readonly text: string;
}

interface MarkStyle {
  readonly label: string;
  /** CSS colour. */
  readonly color: string;
  readonly dash: readonly number[];
  /** How far the flag at the top is from the edge, in its own heights: kinds stay apart. */
  readonly row: number;
}

export const MARK_STYLE: Readonly<Record<MarkKind, MarkStyle>> = {
  raised: { label: 'Alert raised', color: 'var(--severity-critical)', dash: [], row: 0 },
  cleared: { label: 'Alert cleared', color: 'var(--text-soft)', dash: [2, 3], row: 0 },
  acknowledged: { label: 'Acknowledged', color: 'var(--accent)', dash: [2, 3], row: 1 },
  restart: { label: 'Tunnelwatch started', color: 'var(--caution)', dash: [6, 3], row: 1 },
  maintenance: { label: 'Maintenance', color: 'var(--accent)', dash: [], row: 0 },
  gap: { label: 'No data', color: 'var(--text-soft)', dash: [], row: 0 },
};

const FLAG_REM = 0.45;
const HATCH_REM = 0.5;

/** Draws what lasted as hatched bands, below the data. */
export function drawBands(plot: uPlot, theme: PlotTheme, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = plot;
  const step = theme.rem * HATCH_REM * devicePixelRatio;
  for (const { kind, from, to } of marks) {
    if (to === null) continue;
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right <= left) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, Math.max(2, right - left), bbox.height);
    ctx.clip();
    ctx.fillStyle = theme.color(MARK_STYLE[kind].color);
    ctx.strokeStyle = ctx.fillStyle;
    ctx.globalAlpha = 0.1;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.globalAlpha = 0.35;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    for (let x = left - bbox.height; x < right; x += step) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

/** Draws what happened at a time as a line with a flag at the top, over the data. */
export function drawFlags(plot: uPlot, theme: PlotTheme, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = plot;
  const flag = theme.rem * FLAG_REM * devicePixelRatio;
  for (const { kind, from, to } of marks) {
    if (to !== null) continue;
    const x = Math.round(plot.valToPos(from, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const { color, dash, row } = MARK_STYLE[kind];
    const top = bbox.top + row * flag * 1.5;
    ctx.strokeStyle = theme.color(color);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x - flag, top);
    ctx.lineTo(x + flag, top);
    ctx.lineTo(x, top + flag * 1.4);
    ctx.closePath();
    if (kind === 'cleared') ctx.stroke();
    else ctx.fill();
  }
}

/** The marks at a place of a plot: those whose line is within reach, and what lasted at that time. */
export function marksAt(marks: readonly ChartMark[], at: number, reachMs: number): readonly ChartMark[] {
  return marks.filter(({ from, to }) => (to === null ? Math.abs(from - at) <= reachMs : from <= at && at < to));
}
