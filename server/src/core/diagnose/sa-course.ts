import type { EdgeModel } from '@tunnelwatch/shared/diagnosis';
import type { Counter, CounterEnd, CounterRun, CounterSample, Forecast } from '@tunnelwatch/shared/sa-course';
import { MESSAGE_ID, OUTBOUND_IDS } from '@tunnelwatch/shared/message-ids';
import { digitsOf, type Drop } from './drop.js';
import { forecastEnd } from './forecast.js';
import { thinned } from './drop-points.js';
import type { TunnelAnalysis } from './tunnel-analysis.js';

/** Samples of one counter, and SAs of it, that a chart gets. */
const MAX_SAMPLES = 200;
const MAX_RUNS = 32;
const HALF = 0x1_0000_0000;

/** The samples of one counter, one array per SA. */
type Runs = CounterSample[][];

/** Follows the counters of a tunnel over time: their values, SA by SA, and how our own was exhausted. */
export class SaCourse {
  private readonly peer: Runs = [];
  private readonly own: Runs = [];
  private origin = '';
  private restarts = 0;
  private ownEnd: CounterEnd | null = null;
  private first: Forecast | undefined;
  private last: Forecast | undefined;

  constructor(readonly edge: EdgeModel) {}

  /** Adds a drop that the analysis has just processed. */
  note(drop: Drop, analysis: TunnelAnalysis): void {
    if (drop.messageId === MESSAGE_ID.antiReplayFailed) this.notePeer(drop, analysis);
    else if (OUTBOUND_IDS.includes(drop.messageId) && !Number.isNaN(drop.seqnoHigh)) this.noteOwn(drop, analysis);
  }

  /** How our own counter was exhausted; null while it is not. */
  get end(): CounterEnd | null {
    return this.ownEnd;
  }

  /** The runs of both counters, the oldest first, thinned out to what a chart shows. */
  runs(): CounterRun[] {
    return [...thinnedRuns('peer', this.peer), ...thinnedRuns('own', this.own)];
  }

  private notePeer({ time, baseHigh, baseLow, windowSize }: Drop, { sa }: TunnelAnalysis): void {
    // Lines of the previous SA, and those out of order, do not show where the window is.
    if (Number.isNaN(baseHigh + windowSize) || sa.fromOrigin(baseHigh, baseLow) !== sa.base) return;
    const origin = `${String(sa.originHigh)} ${String(sa.originLow)} ${String(sa.rekeys.at(-1))}`;
    if (origin !== this.origin) this.peer.push([]);
    this.origin = origin;
    const top = digitsOf(sa.originHigh, sa.originLow, sa.base + (this.edge === 'left' ? windowSize - 1 : 0));
    addSample(this.peer, { time, seqno: top, windowSize });
  }

  private noteOwn({ time, messageId }: Drop, analysis: TunnelAnalysis): void {
    const { own, ownHigh, ownLow, ownRestarts, isOwnEsn } = analysis;
    if (this.own.length === 0 || ownRestarts !== this.restarts) {
      this.own.push([]);
      this.first = undefined;
      this.last = undefined;
    }
    this.restarts = ownRestarts;
    addSample(this.own, { time, seqno: digitsOf(ownHigh, ownLow), windowSize: null });
    if (messageId === MESSAGE_ID.sequenceOverflow) this.noteEnd(time);
    else if (own !== undefined && !isOwnEsn) this.foresee(forecastEnd('own', own, ownHigh * HALF + ownLow, time));
  }

  private foresee(forecast: Forecast | undefined): void {
    if (forecast === undefined) return;
    this.first ??= forecast;
    this.last = forecast;
  }

  private noteEnd(time: number): void {
    const { first, last } = this;
    const run = this.own.at(-1)?.[0]?.time ?? time;
    if (this.ownEnd !== null && this.ownEnd.at >= run) {
      this.ownEnd.lost += 1;
      this.ownEnd.lastLostAt = Math.max(this.ownEnd.lastLostAt, time);
      return;
    }
    const foreseen = first === undefined || last === undefined ? null : { first, last };
    this.ownEnd = { at: time, lost: 1, lastLostAt: time, foreseen };
  }
}

/** Adds a sample in chronological order; of a constant counter the first and the newest are kept. */
function addSample(runs: Runs, sample: CounterSample): void {
  const run = runs.at(-1);
  const last = run?.at(-1);
  if (run === undefined || (last !== undefined && sample.time < last.time)) return;
  const before = run.at(-2);
  if (last?.seqno === sample.seqno && before?.seqno === sample.seqno && last.windowSize === sample.windowSize) {
    last.time = sample.time;
    return;
  }
  run.push(sample);
}

function thinnedRuns(counter: Counter, runs: Runs): CounterRun[] {
  const newest = runs.filter(({ length }) => length > 0).slice(-MAX_RUNS);
  const all = newest.reduce((sum, { length }) => sum + length, 0);
  return newest.map((samples) => {
    const most = Math.max(2, Math.floor((MAX_SAMPLES * samples.length) / Math.max(all, MAX_SAMPLES)));
    return { counter, samples: [...thinned(samples, most)] };
  });
}
