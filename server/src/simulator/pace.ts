import type { Random } from './random.js';

/** Everyday lines that there are at the least, of all lines wanted, whatever incidents give. */
const MIN_SHARE = 0.1;
/** What was too much or too little is made good for within so long, or so many lines. */
const MAKE_GOOD_S = 5;
const MAKE_GOOD_LINES = 40;

/** The waves are reckoned anew after so long, seconds: between that they are as good as even. */
const EVEN_S = 0.25;

/** How busy the network is over time, 1 on average, and the integral of that from the start. */
interface Activity {
  at(seconds: number): number;
  until(seconds: number): number;
}

const STEADY: Activity = { at: () => 1, until: (seconds) => seconds };

/** Three waves whose lengths, seconds, share no divisor do not repeat for hours: bursts and calm of 0.3 to 1.7. */
const WAVES = [
  [0.35, 97],
  [0.2, 41],
  [0.15, 13],
] as const;

const LIVELY: Activity = {
  at: (seconds) => WAVES.reduce((sum, [height, lengthS]) => sum + height * Math.sin(phase(seconds, lengthS)), 1),
  until: (seconds) =>
    WAVES.reduce(
      (sum, [height, lengthS]) => sum + ((height * lengthS) / (2 * Math.PI)) * (1 - Math.cos(phase(seconds, lengthS))),
      seconds,
    ),
};

function phase(seconds: number, lengthS: number): number {
  return (2 * Math.PI * seconds) / lengthS;
}

/**
 * Keeps a log at its rate: incidents give lines when their packets do, and everyday lines make up what is missing.
 */
export class Pace {
  /** Lines of all kinds so far. */
  lines = 0;
  /** Lines a second that the incidents at work are about to give. */
  incidentsPerSecond = 0;
  readonly linesPerSecond: number;
  readonly #startMs: number;
  readonly #activity: Activity;
  readonly #makeGoodS: number;
  #knownS = Number.NEGATIVE_INFINITY;
  #activityThen = 1;
  #untilThen = 0;

  constructor(linesPerSecond: number, startMs: number, isLively: boolean) {
    this.linesPerSecond = linesPerSecond;
    this.#startMs = startMs;
    this.#activity = isLively ? LIVELY : STEADY;
    this.#makeGoodS = Math.max(MAKE_GOOD_S, MAKE_GOOD_LINES / linesPerSecond);
  }

  /** Milliseconds from a moment (epoch ms) to the next everyday line. */
  everydayGap(atMs: number, random: Random): number {
    const seconds = (atMs - this.#startMs) / 1000;
    if (seconds - this.#knownS > EVEN_S) {
      this.#knownS = seconds;
      this.#activityThen = this.#activity.at(seconds);
      this.#untilThen = this.#activity.until(seconds);
    }
    const until = this.#untilThen + (seconds - this.#knownS) * this.#activityThen;
    const missing = this.linesPerSecond * until - this.lines;
    const wanted = this.linesPerSecond * this.#activityThen - this.incidentsPerSecond + missing / this.#makeGoodS;
    return random.exponential(1000 / Math.max(wanted, this.linesPerSecond * MIN_SHARE));
  }
}
