import { type CounterLife, isEnded, SOON_MS } from './counter-life.js';
import { fromBase, type NumberAxis, numberAxis } from './number-axis.js';
import { type Forecast, LAST_NUMBER } from './sa-course.js';

/** The selected time range, or the life of the present SA from its beginning to sequence-number exhaustion. */
export const LIFE_SCALES = ['seen', 'whole'] as const;

export type LifeScale = (typeof LIFE_SCALES)[number];

/** A point of a drawing: epoch ms, and a number from the base of its axis. */
export interface LifePoint {
  time: number;
  value: number;
}

/** The life of a tunnel's SAs as a drawing. */
export interface LifeDrawing {
  /** Ends of the time axis, epoch ms. */
  from: number;
  to: number;
  axis: NumberAxis;
  /** The counter values, one line per SA. */
  runs: readonly (readonly LifePoint[])[];
  /** From where the SA began, assuming a constant rate; empty where that is not drawn. */
  before: readonly LifePoint[];
  /** The forecast, and its uncertainty between the earliest and the latest end; empty without one. */
  forecast: readonly LifePoint[];
  uncertainty: readonly LifePoint[];
  /** The first forecast of an exhaustion that has occurred. */
  foreseen: readonly LifePoint[];
  /** The last number, from the base; null when it lies beyond the axis. */
  ceiling: number | null;
}

/** Share of the observed time that is drawn after it, for the forecast. */
const AHEAD = 0.2;
/** Share of an SA's life up to which the latest end is drawn. */
const UNCERTAIN = 0.5;
const MIN_MS = 1000;

/** The whole life of the SA is drawn when its end is near: then the course until there matters. */
export function usualScale(lives: readonly CounterLife[]): LifeScale {
  return lives.some(({ forecast }) => forecast !== null && forecast.at - forecast.seenAt < SOON_MS) ? 'whole' : 'seen';
}

/** Draws a life at a scale. Without a forecast the whole life is not known, and the observed part is drawn. */
export function drawLife(life: CounterLife, scale: LifeScale): LifeDrawing {
  return scale === 'whole' && life.forecast !== null ? drawWhole(life, life.forecast) : drawSeen(life);
}

function drawWhole({ runs, beganAt }: CounterLife, forecast: Forecast): LifeDrawing {
  const { from, to } = wholeSpan({ runs, beganAt }, forecast);
  const axis: NumberAxis = { base: 0n, least: 0, most: LAST_NUMBER };
  const drawn = placedRuns(runs, axis);
  const began = beganAt === null ? [] : [{ time: beganAt, value: 0 }];
  return {
    from,
    to,
    axis,
    foreseen: [],
    ceiling: LAST_NUMBER,
    before: [...began, ...(drawn.at(-1)?.slice(0, began.length) ?? [])],
    runs: drawn.map((run) => run.filter(({ time }) => time >= from)).filter(({ length }) => length > 0),
    forecast: lineTo(forecast, forecast.at, to),
    uncertainty: fan(forecast, to),
  };
}

function drawSeen(life: CounterLife): LifeDrawing {
  const { runs, forecast, end } = life;
  const { from, to } = seenSpan(life);
  const reached = forecast === null ? [] : [String(Math.round(valueAt(forecast, forecast.at, to)))];
  const axis = numberAxis([...runs.flatMap((run) => run.map(({ seqno }) => seqno)), ...reached]);
  const placed = (points: readonly LifePoint[]) =>
    points.map(({ time, value }) => ({ time, value: value - Number(axis.base) }));
  const first = isEnded(life) ? (end?.foreseen?.first ?? null) : null;
  const ceiling = LAST_NUMBER - Number(axis.base);
  return {
    from,
    to,
    axis,
    before: [],
    runs: placedRuns(runs, axis),
    forecast: forecast === null ? [] : placed(lineTo(forecast, forecast.at, to)),
    uncertainty: forecast === null ? [] : placed(fan(forecast, to)),
    foreseen: first === null ? [] : placed(lineTo(first, first.at, to)),
    ceiling: ceiling >= axis.least && ceiling <= axis.most + 1 ? ceiling : null,
  };
}

function placedRuns(runs: CounterLife['runs'], axis: NumberAxis): LifePoint[][] {
  return runs.map((run) => run.map(({ time, seqno }) => ({ time, value: fromBase(axis, seqno) })));
}

function seenSpan({ runs, forecast }: CounterLife): { from: number; to: number } {
  const times = runs.flatMap((run) => run.map(({ time }) => time));
  const from = Math.min(...times);
  const last = Math.max(from + MIN_MS, ...times);
  return { from, to: forecast === null ? last : last + (last - from) * AHEAD };
}

function wholeSpan(
  { runs, beganAt }: Pick<CounterLife, 'runs' | 'beganAt'>,
  { at, latest, seenAt }: Forecast,
): { from: number; to: number } {
  const from = beganAt ?? runs.at(-1)?.[0]?.time ?? seenAt;
  const to = Math.min(latest, at + (at - from) * UNCERTAIN);
  return { from, to: to + (to - from) * 0.04 + MIN_MS };
}

/** The counter value at a time, when it is exhausted at another: never more than its last number. */
function valueAt({ seqno, seenAt }: Forecast, endsAt: number, time: number): number {
  const seen = Number(seqno);
  return Math.min(LAST_NUMBER, seen + ((LAST_NUMBER - seen) * (time - seenAt)) / (endsAt - seenAt));
}

/** From the observed part to the exhaustion of the counter, or as far towards it as the axis goes. */
function lineTo(forecast: Forecast, endsAt: number, to: number): LifePoint[] {
  const until = Math.min(endsAt, to);
  return [
    { time: forecast.seenAt, value: Number(forecast.seqno) },
    { time: until, value: valueAt(forecast, endsAt, until) },
  ];
}

/** The area between the earliest and the latest end. */
function fan(forecast: Forecast, to: number): LifePoint[] {
  const early = lineTo(forecast, forecast.earliest, to);
  const late = lineTo(forecast, forecast.latest, to);
  // Where the axis ends beyond the earliest end, the corner between both lies at the last number.
  const corner = forecast.earliest < to && forecast.latest > to ? [{ time: to, value: LAST_NUMBER }] : [];
  return [...early, ...corner, ...late.toReversed()];
}
