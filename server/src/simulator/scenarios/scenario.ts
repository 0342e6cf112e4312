import { createEverydayLines } from '../background.js';
import type { IncidentFactory } from '../incident.js';
import { type LineSource, MergedSources } from '../line-source.js';
import { createCorruption } from './corruption.js';
import { createCryptoCongestion } from './crypto-congestion.js';
import { createDuplication } from './duplication.js';
import { createEsnLateness } from './esn-lateness.js';
import { createFlood } from './flood.js';
import { createForged } from './forged.js';
import { createTurns } from './incident-turns.js';
import { createKeyMismatch } from './key-mismatch.js';
import { createMemoryShortage } from './memory.js';
import { createMixed } from './mixed.js';
import { createOverflow } from './overflow.js';
import { createPeerReset } from './peer-reset.js';
import { createPeerSwitchOver } from './peer-switch-over.js';
import { createReordering } from './reordering.js';
import { createReplayAttack } from './replay-attack.js';
import { createRouteFailure } from './route-failure.js';
import { createSeveralSenders } from './several-senders.js';
import type { ScenarioContext } from './scenario-context.js';
import type { ScenarioName } from './scenario-names.js';
import { createSwitchOvers } from './switch-over.js';

type Sources = (context: ScenarioContext) => LineSource[];

const MAKERS: Readonly<Record<ScenarioName, Sources>> = {
  calm: calmly(() => []),
  reordering: repeating(createReordering),
  'replay-attack': repeating(createReplayAttack),
  'peer-reset': repeating(createPeerReset),
  'peer-switch-over': repeating(createPeerSwitchOver),
  'several-senders': repeating(createSeveralSenders),
  'esn-lateness': repeating(createEsnLateness),
  duplication: repeating(createDuplication),
  'key-mismatch': repeating(createKeyMismatch),
  corruption: repeating(createCorruption),
  forged: repeating(createForged),
  'crypto-congestion': repeating(createCryptoCongestion),
  'route-failure': repeating(createRouteFailure),
  memory: repeating(createMemoryShortage),
  overflow: repeating(createOverflow),
  flood: (context) => [createFlood(context), ...createSwitchOvers(context.world, context.random)],
  mixed: (context) => [...createMixed(context), everydayOf(context)],
};

/** Starts the scenario of that name. */
export function createScenario(name: ScenarioName, context: ScenarioContext): LineSource {
  return new MergedSources(MAKERS[name](context));
}

const INCIDENT_SHARE = 0.7;

/** One kind of incident again and again over everyday lines. */
function repeating(create: IncidentFactory): Sources {
  return calmly((context) => [
    createTurns(context, {
      firstMs: context.startMs,
      share: INCIDENT_SHARE,
      next: () => create,
      after: (_beganMs, endedMs) => endedMs,
    }),
  ]);
}

/** With everyday lines beside, and switch-overs that nobody feels. */
function calmly(sources: Sources): Sources {
  return (context) => [...sources(context), ...createSwitchOvers(context.world, context.random), everydayOf(context)];
}

function everydayOf({ world, everyday: random, truth, pace, startMs }: ScenarioContext): LineSource {
  return createEverydayLines({ world, random, truth }, pace, startMs);
}
