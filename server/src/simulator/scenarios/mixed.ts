import type { IncidentFactory } from '../incident.js';
import type { LineSource } from '../line-source.js';
import { createCorruption } from './corruption.js';
import { createCryptoCongestion } from './crypto-congestion.js';
import { createDuplication } from './duplication.js';
import { createForged } from './forged.js';
import { createTurns } from './incident-turns.js';
import { createKeyMismatch } from './key-mismatch.js';
import { createMemoryShortage } from './memory.js';
import { createOpening, outsideOpening } from './opening.js';
import { createOverflow } from './overflow.js';
import { createPeerReset } from './peer-reset.js';
import { createBuffering, createReordering } from './reordering.js';
import { createReplayAttack } from './replay-attack.js';
import { createRouteFailure } from './route-failure.js';
import type { ScenarioContext } from './scenario-context.js';
import { createRoughSwitchOvers } from './switch-over.js';

/** What takes turns; reordering twice, since it is what most networks have. */
const TURNS: readonly IncidentFactory[] = [
  createReordering,
  createReplayAttack,
  createCorruption,
  createDuplication,
  createPeerReset,
  createKeyMismatch,
  createReordering,
  createBuffering,
  createCryptoCongestion,
  createForged,
  createOverflow,
];

/** Incidents with a Critical in them, one after the other. */
const CRITICAL_TURNS: readonly IncidentFactory[] = [createRouteFailure, createMemoryShortage, createRouteFailure];

/** Lines of each incident, of all lines. */
const SHARE = 0.275;
const CRITICAL_SHARE = 0.1;
/** More at a time would be a flood of alerts all day (ten new ones within ten minutes), which no operated network is. */
const AT_ONCE = 2;
const PAUSE_FROM_MS = 90_000;
const PAUSE_TO_MS = 330_000;

/**
 * A Critical comes once in every ten minutes, 20 to 50 s into them counted from the start. So there is one within the
 * first minute, and one within the minute after any whole number of ten minutes, such as an hour of history.
 */
const CRITICAL_EVERY_MS = 600_000;
const CRITICAL_FROM_MS = 20_000;
const CRITICAL_TO_MS = 50_000;

/** Two incidents at a time taking turns, a Critical now and then, and switch-overs that are felt. */
export function createMixed(context: ScenarioContext): LineSource[] {
  const slots = Array.from({ length: AT_ONCE }, (_, index) => createSlot(context, index));
  return [...slots, ...createOpening(context), createCriticals(context), ...createRoughSwitchOvers(context)];
}

/** One of the incidents at a time, with a pause before the next; slots start some seconds apart. */
function createSlot(context: ScenarioContext, slot: number): LineSource {
  const { random, startMs, opensMs } = context;
  let deck: IncidentFactory[] = [];
  // Whoever has just come sees fewer new things.
  const pause = (atMs: number): number =>
    random.between(PAUSE_FROM_MS, PAUSE_TO_MS) * (opensMs !== undefined && atMs > opensMs ? 2 : 1);
  return createTurns(context, {
    firstMs: outsideOpening(startMs + slot * random.between(5000, 25_000), context),
    share: SHARE,
    next() {
      if (deck.length === 0) deck = random.shuffle(TURNS);
      return deck.pop() ?? createReordering;
    },
    after: (_beganMs, endedMs) => outsideOpening(endedMs + pause(endedMs), context),
  });
}

function createCriticals(context: ScenarioContext): LineSource {
  const { random, startMs } = context;
  let turn = 0;
  const dueMs = (): number => startMs + turn * CRITICAL_EVERY_MS + random.between(CRITICAL_FROM_MS, CRITICAL_TO_MS);
  return createTurns(context, {
    firstMs: dueMs(),
    share: CRITICAL_SHARE,
    next() {
      const next = CRITICAL_TURNS[turn % CRITICAL_TURNS.length] ?? createRouteFailure;
      turn += 1;
      return next;
    },
    after: (_beganMs, endedMs) => Math.max(endedMs, dueMs()),
  });
}
