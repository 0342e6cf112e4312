/** A figure of small charts side by side, each over the same quantity. */
export interface Plot {
  /** What it shows, for people who do not see it. */
  description: string;
  x: { title: string; scale: 'log' | 'linear' };
  panels: readonly Panel[];
}

export interface Panel {
  /** What is drawn, with its unit. */
  title: string;
  lines: readonly PlotLine[];
}

export interface PlotLine {
  /** Its colour and dashes. */
  kind: 'processor' | 'wall';
  points: readonly PlotPoint[];
}

export interface PlotPoint {
  x: number;
  y: number;
}

const PANEL = { width: 380, height: 240 };
const MARGIN = { left: 52, right: 30, top: 34, bottom: 46 };
const GRID_LINES = 4;
/** Labels of the axis below that would be nearer to each other are left out. */
const LABEL_GAP = 36;
const NAMES: Record<PlotLine['kind'], string> = { processor: 'processor time', wall: 'elapsed time' };
/** Colours that can be read on white and on near black, and by people who tell red from green badly; dashes say the same. */
const STYLE = `
svg { font: 11px system-ui, sans-serif; }
text { fill: #3b4048; }
.title { font-weight: 600; }
.grid { stroke: #d5d9e0; stroke-width: 1; }
.processor { stroke: #1d5fbf; fill: #1d5fbf; }
.wall { stroke: #a3560b; fill: #a3560b; }
.line { fill: none; stroke-width: 2; }
.wall.line { stroke-dasharray: 5 4; }
text.processor, text.wall { stroke: none; }
@media (prefers-color-scheme: dark) {
text { fill: #c4cad4; }
.grid { stroke: #3a404a; }
.processor { stroke: #74a9ff; fill: #74a9ff; }
.wall { stroke: #f0a95c; fill: #f0a95c; }
.line { fill: none; }
}`;

/** The figure as SVG, in the colours of a light or a dark page. */
export function renderPlot({ description, x, panels }: Plot): string {
  const width = PANEL.width * panels.length;
  const drawn = panels.map((panel, at) => {
    return `<g transform="translate(${String(at * PANEL.width)} 0)">${drawPanel(panel, x)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(PANEL.height)}" viewBox="0 0 ${String(width)} ${String(PANEL.height)}" role="img">`,
    `<title>${escape(description)}</title>`,
    `<style>${STYLE}\n</style>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function drawPanel({ title, lines }: Panel, x: Plot['x']): string {
  const points = lines.flatMap((line) => line.points);
  const top = niceTop(Math.max(...points.map(({ y }) => y)));
  const right = PANEL.width - MARGIN.right;
  const bottom = PANEL.height - MARGIN.bottom;
  const atX = scaleX(points, x.scale);
  const atY = (y: number) => bottom - (y / top) * (bottom - MARGIN.top);
  const grid = Array.from({ length: GRID_LINES + 1 }, (_, step) => {
    const value = (top * step) / GRID_LINES;
    const y = round(atY(value));
    const label = `<text x="${String(MARGIN.left - 8)}" y="${String(y + 4)}" text-anchor="end">${compact(value)}</text>`;
    return `<line class="grid" x1="${String(MARGIN.left)}" x2="${String(right)}" y1="${String(y)}" y2="${String(y)}"/>${label}`;
  });
  return [
    `<text class="title" x="8" y="18">${escape(title)}</text>`,
    ...grid,
    ...labelsBelow(points, atX, bottom + 16),
    `<text x="${String((MARGIN.left + right) / 2)}" y="${String(PANEL.height - 8)}" text-anchor="middle">${escape(x.title)}</text>`,
    ...lines.map((line) => drawLine(line, atX, atY, lines.length > 1)),
  ].join('\n');
}

type Scale = (value: number) => number;

function scaleX(points: readonly PlotPoint[], scale: Plot['x']['scale']): Scale {
  const place = (value: number) => (scale === 'log' ? Math.log10(value) : value);
  const places = points.map(({ x }) => place(x));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const span = last === first ? 1 : last - first;
  const room = PANEL.width - MARGIN.left - MARGIN.right - 16;
  return (value) => MARGIN.left + 8 + ((place(value) - first) / span) * room;
}

function labelsBelow(points: readonly PlotPoint[], atX: Scale, y: number): string[] {
  const values = [...new Set(points.map(({ x }) => x))].sort((a, b) => b - a);
  let before = Number.POSITIVE_INFINITY;
  // From the right: the largest is always named.
  return values.flatMap((value) => {
    const x = atX(value);
    if (before - x < LABEL_GAP) return [];
    before = x;
    return [`<text x="${String(round(x))}" y="${String(y)}" text-anchor="middle">${compact(value)}</text>`];
  });
}

function drawLine({ kind, points }: PlotLine, atX: Scale, atY: Scale, isNamed: boolean): string {
  const places = points.map(({ x, y }) => ({ x: round(atX(x)), y: round(atY(y)) }));
  const path = places.map(({ x, y }) => `${String(x)},${String(y)}`).join(' ');
  const dots = places.map(({ x, y }) => `<circle class="${kind}" cx="${String(x)}" cy="${String(y)}" r="3"/>`);
  const last = places.at(-1);
  const name =
    isNamed && last !== undefined
      ? [
          `<text class="${kind}" x="${String(last.x)}" y="${String(last.y - 9)}" text-anchor="end">${NAMES[kind]}</text>`,
        ]
      : [];
  return [`<polyline class="line ${kind}" points="${path}"/>`, ...dots, ...name].join('\n');
}

/** The next of 1, 2, 4 or 8 times a power of ten: its quarters are short numbers. `niceTop(3.3)` is 4. */
function niceTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 4, 8].find((each) => each * power >= value) ?? 10;
  return factor * power;
}

/** `1500000` is `1.5 M`. */
function compact(value: number): string {
  if (value >= 1e6) return `${short(value / 1e6)} M`;
  if (value >= 1e3) return `${short(value / 1e3)} k`;
  return short(value);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
