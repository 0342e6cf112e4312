import { lifeOf } from '@tunnelwatch/shared/counter-life';
import type { WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { drawLife, type LifePoint, usualScale } from '@tunnelwatch/shared/life-drawing';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import { bandPath, linePath } from '@tunnelwatch/shared/plot-paths';
import type { Counter } from '@tunnelwatch/shared/sa-course';
import { html, type Html } from './html.js';
import { linearScale, picture, PLOT, rekeyMarks, timeAxis, timeScale, valueAxis } from './plot.js';
import { ticksOf } from './scatter-svg.js';

const SEEN = '#1763a6';
const FORECAST = '#a15c00';
const LAST = '#b3261e';
const NAMES: Readonly<Record<Counter, string>> = { peer: 'The peer’s counter', own: 'Our own counter' };

/** The values of a counter over time, with new SAs and the forecast to its last number; undefined without data. */
export function lifeSvg(window: WindowAnalysis, counter: Counter): Html | undefined {
  const life = lifeOf(counter, window);
  if (life === undefined) return undefined;
  const drawing = drawLife(life, usualScale([life]));
  const { axis, runs, before, forecast, uncertainty, foreseen, ceiling } = drawing;
  const toX = timeScale(drawing);
  const toY = linearScale(axis.least, axis.most, PLOT.bottom - 4, PLOT.top + 4);
  const placed = (points: readonly LifePoint[]) => points.map(({ time, value }) => ({ x: toX(time), y: toY(value) }));
  const line = (points: readonly LifePoint[], color: string, dash: string) =>
    points.length === 0
      ? []
      : [html`<path fill="none" stroke="${color}" stroke-dasharray="${dash}" d="${linePath(placed(points))}" />`];
  const base = axis.base === 0n ? '' : `, numbers from ${groupDigits(String(axis.base))} on`;
  const top = ceiling === null ? [] : [drawing.from, drawing.to].map((time) => ({ time, value: ceiling }));
  return picture(
    `${NAMES[counter]} over time with ${String(life.rekeys.length)} new SAs${base}`,
    [
      ...valueAxis(ticksOf(axis), toY),
      html`<path fill="${FORECAST}" fill-opacity="0.2" d="${bandPath(placed(uncertainty), [])}" />`,
      ...rekeyMarks(
        life.rekeys.filter((time) => time >= drawing.from),
        toX,
      ),
      ...[line(before, SEEN, '2 4'), line(foreseen, FORECAST, '2 4'), line(forecast, FORECAST, '6 4')].flat(),
      ...runs.flatMap((run) => line(run, SEEN, '')),
      ...line(top, LAST, ''),
      ...timeAxis(drawing),
    ],
    [
      { color: SEEN, words: `counter value${base}` },
      ...(forecast.length === 0 ? [] : [{ color: FORECAST, words: 'forecast, from earliest to latest exhaustion' }]),
      ...(ceiling === null ? [] : [{ color: LAST, words: 'last number, 4294967295' }]),
    ],
  );
}
