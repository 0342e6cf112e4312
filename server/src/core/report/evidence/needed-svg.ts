import type { WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { neededHistogram } from '@tunnelwatch/shared/needed-histogram';
import { niceTicks, tickLabel } from '@tunnelwatch/shared/nice-ticks';
import { short } from '@tunnelwatch/shared/plot-paths';
import { html, type Html } from './html.js';
import { bottomAxis, linearScale, logScale, picture, PLOT, uprightLine, valueAxis } from './plot.js';

const SAVED = '#1763a6';
const LEFT_OUT = '#6d3fd6';
const WINDOWS = 12;
/** Labels of the lines stand above the bars. */
const HEADROOM = 1.3;

/** Late packets by the window that each required, with the current and the recommended window; undefined without late ones. */
export function neededSvg(window: WindowAnalysis): Html | undefined {
  const histogram = neededHistogram(window, WINDOWS);
  if (histogram === undefined) return undefined;
  const { bars, from, to, most, ticks, current, advised } = histogram;
  const toX = logScale(from, to, PLOT.left, PLOT.right);
  const toY = linearScale(0, most * HEADROOM, PLOT.bottom, PLOT.top);
  const counts = niceTicks(0, most, 4).map((value) => ({ value, words: tickLabel(value, value) }));
  const windows = ticks.map((value) => ({ value, words: String(value) }));
  const lines = [
    current === null ? [] : [uprightLine(toX(current), `current ${String(current)}`, 1, '5 3')],
    advised === null
      ? []
      : [uprightLine(toX(advised.window), `advised ${String(advised.window)}: accepts ${percent(advised.share)}`, 2)],
  ].flat();
  return picture(
    `${String(window.late)} late packets by required replay window, in packets, logarithmic`,
    [
      ...valueAxis(counts, toY),
      ...bars.map(({ from: least, to: largest, count }) => {
        const x = toX(Math.max(1, least - 1));
        const isSaved = advised !== null && largest <= advised.window;
        return html`<rect
          x="${short(x)}"
          y="${short(toY(count))}"
          width="${short(Math.max(1, toX(largest) - x - 1))}"
          height="${short(PLOT.bottom - toY(count))}"
          fill="${isSaved ? SAVED : LEFT_OUT}"
        />`;
      }),
      ...lines,
      ...bottomAxis(windows, toX),
    ],
    [
      ...(advised === null ? [] : [{ color: SAVED, words: 'accepted by the recommended window' }]),
      ...(advised?.share === 1
        ? []
        : [{ color: LEFT_OUT, words: advised === null ? 'late packets' : 'still not accepted' }]),
    ],
  );
}

/** A share below the whole is never written as 100 %. */
function percent(share: number): string {
  return share < 1 && share > 0.999 ? '>99.9 %' : `${String(Math.round(share * 1000) / 10)} %`;
}
