import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { IncidentFactory } from '../incident.js';
import type { LineSource } from '../line-source.js';
import { createDuplication } from './duplication.js';
import { createTurns } from './incident-turns.js';
import { createLoneKeyMismatch } from './key-mismatch.js';
import { createReordering } from './reordering.js';
import { createLoneReplay } from './replay-attack.js';
import type { ScenarioContext } from './scenario-context.js';

/** Lines of each incident, of all lines. */
const SHARE = 0.2;
/** Nothing else begins from so long before the opening until so long after it. */
const QUIET_BEFORE_MS = 16 * MINUTE_MS;
const QUIET_AFTER_MS = 2 * MINUTE_MS;

/** What has just been going on when somebody opens the pages for the first time, and how long before it began. */
const OPENING: readonly (readonly [minutes: number, create: IncidentFactory])[] = [
  [4.5, createReordering],
  [3.5, createDuplication],
  [2.5, createLoneKeyMismatch],
  [1.5, createLoneReplay],
];

/** A network at work: one of each of a few causes, shortly before the moment at which somebody comes to look. */
export function createOpening(context: ScenarioContext): LineSource[] {
  const { opensMs } = context;
  if (opensMs === undefined) return [];
  return OPENING.map(([minutes, create]) =>
    createTurns(context, {
      firstMs: opensMs - minutes * MINUTE_MS,
      share: SHARE,
      next: () => create,
      after: () => Number.POSITIVE_INFINITY,
    }),
  );
}

/** A moment (epoch ms), put off where it is close to the opening: what begins then is planned. */
export function outsideOpening(atMs: number, { opensMs, random }: ScenarioContext): number {
  if (opensMs === undefined || atMs < opensMs - QUIET_BEFORE_MS || atMs > opensMs + QUIET_AFTER_MS) return atMs;
  return opensMs + QUIET_AFTER_MS + random.between(0, 4 * MINUTE_MS);
}
