import { fromBase, type NumberAxis } from './number-axis.js';
import type { CounterRun } from './sa-course.js';

/** The window at a time (epoch ms): numbers relative to the base of an axis, both ends inclusive. */
export interface BandPoint {
  time: number;
  bottom: number;
  top: number;
}

/** A drawn window is thinner than a line when it covers less than this share of the axis. */
const HAIRLINE = 0.008;

/** The window over time, one list per SA, from the course of the peer's counter. */
export function windowBands(course: readonly CounterRun[], axis: NumberAxis): BandPoint[][] {
  return course
    .filter(({ counter }) => counter === 'peer')
    .map(({ samples }) =>
      samples.map(({ time, seqno, windowSize }) => {
        const top = fromBase(axis, seqno);
        return { time, top, bottom: Math.max(top - Math.max(0, (windowSize ?? 1) - 1), fromBase(axis, '0')) };
      }),
    );
}

/** True where the window is too thin to be visible as a band on an axis. */
export function isHairline(windowSize: number, { least, most }: NumberAxis): boolean {
  return windowSize < (most - least) * HAIRLINE;
}
