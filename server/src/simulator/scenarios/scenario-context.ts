import type { Pace } from '../pace.js';
import type { Random } from '../random.js';
import type { TruthBook } from '../truth/truth-book.js';
import type { World } from '../world.js';

/** What a scenario is made from. */
export interface ScenarioContext {
  world: World;
  /** Decides incidents: it must not hang on what windows do, so that the same packets come whatever their size. */
  random: Random;
  /** Decides everyday lines. */
  everyday: Random;
  truth: TruthBook;
  pace: Pace;
  /** Epoch ms. */
  startMs: number;
  /** When somebody comes to look for the first time, epoch ms: a mixed network shows a few things then. */
  opensMs: number | undefined;
}
