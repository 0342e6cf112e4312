import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { iso } from '../present.js';
import { html } from './html.js';
const WIDTH = 960;
const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 16;
const TOP = 16;
const BOTTOM = 40;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
const TIMES_SHOWN = 4;
const LEGEND_WIDTH = 150;
const LEGEND_ROW = 20;
/** Colours that differ on white paper; classes that share one differ in name, which stands beside it. */
const COLORS = {
    replay: '#6d3fd6',
    integrity: '#0b8a7d',
    decryption: '#b0408c',
    encryption: '#d98cc0',
    malformed: '#8a6d1f',
    reassembly: '#c7a44a',
    ecn: '#e0cd94',
    sequence: '#7a2a5f',
    routing: '#333333',
    policy: '#777777',
    memory: '#aaaaaa',
    unknown: '#c8d2dc',
};
/**
 * A picture of counts by class over time, as SVG: stacked bars, the axis from zero, times in UTC. It needs no browser
 * and no fonts of ours, so that it looks the same in a ticket.
 */
export function chartSvg(series) {
    const bands = bandsOf(series);
    const totals = Array.from({ length: series.buckets }, (_, at) => sum(bands.map(({ counts }) => counts[at] ?? 0)));
    const most = niceTop(Math.max(1, ...totals));
    const legendRows = Math.ceil(bands.length / Math.floor(PLOT_WIDTH / LEGEND_WIDTH));
    const height = HEIGHT + legendRows * LEGEND_ROW;
    return html `<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${WIDTH}"
    height="${height}"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    font-family="sans-serif"
    font-size="12"
  >
    <title>Events by class, each bar ${spanWords(series.stepMs)}, ${sum(totals)} in all</title>
    <rect width="${WIDTH}" height="${height}" fill="#ffffff" />
    ${countAxis(most)} ${barsOf(bands, series.buckets, most)} ${timeAxis(series)} ${legendOf(bands)}
  </svg> `;
}
function bandsOf({ groups, buckets }) {
    return COUNTED_CLASSES.flatMap((name) => {
        const own = groups.filter((group) => group.class === name);
        const counts = Array.from({ length: buckets }, (_, at) => sum(own.map((group) => group.counts[at] ?? 0)));
        const total = sum(counts);
        return total === 0 ? [] : [{ name, counts, total }];
    });
}
function barsOf(bands, buckets, most) {
    const width = PLOT_WIDTH / buckets;
    const heights = new Array(buckets).fill(0);
    return bands.map(({ name, counts }) => {
        let path = '';
        for (const [at, count] of counts.entries()) {
            if (count === 0)
                continue;
            const height = (count / most) * PLOT_HEIGHT;
            const base = heights[at] ?? 0;
            heights[at] = base + height;
            const x = LEFT + at * width;
            const y = TOP + PLOT_HEIGHT - base - height;
            path += `M${short(x)} ${short(y)}h${short(Math.max(0.5, width - 0.5))}v${short(height)}h-${short(Math.max(0.5, width - 0.5))}z`;
        }
        return html `<path fill="${COLORS[name]}" d="${path}" />`;
    });
}
function countAxis(most) {
    return [0, 0.5, 1].map((share) => {
        const y = TOP + PLOT_HEIGHT * (1 - share);
        return html `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${short(y)}" y2="${short(y)}" stroke="#dddddd" /><text
        x="${LEFT - 8}"
        y="${short(y + 4)}"
        text-anchor="end"
        fill="#444444"
        >${short(most * share)}</text
      >`;
    });
}
function timeAxis({ from, stepMs, buckets }) {
    const span = stepMs * buckets;
    return Array.from({ length: TIMES_SHOWN + 1 }, (_, at) => {
        const x = LEFT + (PLOT_WIDTH * at) / TIMES_SHOWN;
        const anchor = at === 0 ? 'start' : at === TIMES_SHOWN ? 'end' : 'middle';
        const text = iso(from + (span * at) / TIMES_SHOWN)
            .slice(0, 19)
            .replace('T', ' ');
        return html `<text x="${short(x)}" y="${TOP + PLOT_HEIGHT + 20}" text-anchor="${anchor}" fill="#444444"
      >${text}Z</text
    >`;
    });
}
function legendOf(bands) {
    const inRow = Math.floor(PLOT_WIDTH / LEGEND_WIDTH);
    return bands.map(({ name, total }, at) => {
        const x = LEFT + (at % inRow) * LEGEND_WIDTH;
        const y = HEIGHT + Math.floor(at / inRow) * LEGEND_ROW;
        return html `<rect x="${x}" y="${y - 10}" width="12" height="12" fill="${COLORS[name]}" /><text
        x="${x + 18}"
        y="${y}"
        fill="#222222"
        >${name} ${total}</text
      >`;
    });
}
/** The least of 1, 2 and 5 times a power of ten that is not below `value`. */
function niceTop(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
function spanWords(stepMs) {
    return stepMs < 60_000 ? `${short(stepMs / 1000)} s` : `${short(stepMs / 60_000)} min`;
}
function short(value) {
    return Math.round(value * 100) / 100;
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
//# sourceMappingURL=evidence-chart.js.map