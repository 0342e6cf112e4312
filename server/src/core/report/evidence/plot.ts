import { short } from '@tunnelwatch/shared/plot-paths';
import { iso } from '@tunnelwatch/shared/iso-time';
import { html, type Html } from './html.js';

/** Common parts of the pictures of a pack: frame, scales, axes and legend. They need no browser and no fonts of ours. */
export const WIDTH = 960;
const HEIGHT = 320;

/** Area of the drawing itself, in the units of the picture. */
export const PLOT = { left: 76, right: WIDTH - 16, top: 16, bottom: HEIGHT - 40 };

/** From a value to its place. */
export type Scale = (value: number) => number;

const TIMES_SHOWN = 4;
const LEGEND_ROW = 20;
/** Maximum average width of a letter. */
const LETTER = 7;
const KEY = 34;

/** One line of a legend: a mark, and what it means. */
export interface LegendItem {
  color: string;
  words: string;
  /** A square unless given otherwise. */
  mark?: Html;
}

/** A value on an axis with its label. */
export interface Tick {
  value: number;
  words: string;
}

/** A linear scale between two values and two places. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const span = to === from ? 1 : to - from;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** A logarithmic scale; values below `from` lie on it. */
export function logScale(from: number, to: number, start: number, end: number): Scale {
  const linear = linearScale(Math.log(from), Math.log(to), start, end);
  return (value) => linear(Math.log(Math.max(value, from)));
}

/** The scale of time over the width of a drawing, epoch ms. */
export function timeScale({ from, to }: { from: number; to: number }): Scale {
  return linearScale(from, to, PLOT.left, PLOT.right);
}

/** A picture as SVG: white background, a descriptive title, the parts, and a legend below. */
export function picture(title: string, parts: readonly Html[], legend: readonly LegendItem[]): Html {
  const { items, rows } = legendOf(legend);
  const height = HEIGHT + rows * LEGEND_ROW;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${WIDTH}"
    height="${height}"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    font-family="sans-serif"
    font-size="12"
  >
    <title>${title}</title>
    <rect width="${WIDTH}" height="${height}" fill="#ffffff" />
    ${parts} ${items}
  </svg> `;
}

/** Lines across the drawing with their values to the left. */
export function valueAxis(ticks: readonly Tick[], toY: Scale): Html[] {
  return ticks.map(({ value, words }) => {
    const y = toY(value);
    return html`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${short(y)}" y2="${short(y)}" stroke="#dddddd" /><text
        x="${PLOT.left - 8}"
        y="${short(y + 4)}"
        text-anchor="end"
        fill="#444444"
        >${words}</text
      >`;
  });
}

/** Values below the drawing. */
export function bottomAxis(ticks: readonly Tick[], toX: Scale): Html[] {
  return ticks.map(({ value, words }) => bottomText(toX(value), 'middle', words));
}

/** Times below the drawing, in UTC: the reader's time zone is not known. */
export function timeAxis({ from, to }: { from: number; to: number }): Html[] {
  return Array.from({ length: TIMES_SHOWN + 1 }, (_, at) => {
    const share = at / TIMES_SHOWN;
    const anchor = at === 0 ? 'start' : at === TIMES_SHOWN ? 'end' : 'middle';
    const moment = iso(Math.round(from + (to - from) * share)).slice(0, 19);
    return bottomText(PLOT.left + (PLOT.right - PLOT.left) * share, anchor, `${moment.replace('T', ' ')}Z`);
  });
}

/** A vertical line with a label, in a row of its own where lines are close together. */
export function uprightLine(x: number, words: string, row: number, dash = ''): Html {
  const isRight = x > WIDTH / 2;
  return html`<line
      x1="${short(x)}"
      x2="${short(x)}"
      y1="${PLOT.top}"
      y2="${PLOT.bottom}"
      stroke="#222222"
      stroke-dasharray="${dash}"
    /><text
      x="${short(x + (isRight ? -6 : 6))}"
      y="${PLOT.top + row * 16}"
      text-anchor="${isRight ? 'end' : 'start'}"
      fill="#222222"
      >${words}</text
    >`;
}

/** Vertical marks where new SAs were first seen, epoch ms. */
export function rekeyMarks(times: readonly number[], toX: Scale): Html[] {
  return times.map((time) => uprightLine(toX(time), '', 0, '2 3'));
}

function bottomText(x: number, anchor: string, words: string): Html {
  return html`<text x="${short(x)}" y="${PLOT.bottom + 20}" text-anchor="${anchor}" fill="#444444">${words}</text>`;
}

function legendOf(legend: readonly LegendItem[]): { items: Html[]; rows: number } {
  let x = PLOT.left;
  let row = 0;
  const items = legend.map(({ color, words, mark }) => {
    const width = KEY + words.length * LETTER;
    if (x > PLOT.left && x + width > PLOT.right) {
      x = PLOT.left;
      row += 1;
    }
    const left = x;
    const y = HEIGHT + row * LEGEND_ROW;
    x += width;
    const key = mark ?? html`<rect width="12" height="12" fill="${color}" />`;
    return html`<g transform="translate(${left} ${y - 10})">${key}</g
      ><text x="${left + 18}" y="${y}" fill="#222222">${words}</text>`;
  });
  return { items, rows: legend.length === 0 ? 0 : row + 1 };
}
