import type { Incident, IncidentFactory } from '../incident.js';
import type { LineSource } from '../line-source.js';
import type { ScenarioContext } from './scenario-context.js';

/** One incident at a time. */
export interface Turns {
  /** When the first one begins, epoch ms. */
  firstMs: number;
  /** Share of all lines that an incident may give. */
  share: number;
  /** The next incident. */
  next(): IncidentFactory;
  /** When the one after begins, by when the last one began and ended (epoch ms): not before that. */
  after(beganMs: number, endedMs: number): number;
}

/** Incidents one after the other, as sources of lines. */
export function createTurns(context: ScenarioContext, turns: Turns): LineSource {
  const { world, random, truth, pace } = context;
  let current: Incident | undefined;
  let beginsMs = turns.firstMs;
  const dueMs = (): number => (current === undefined ? beginsMs : Math.min(current.dueMs, current.endMs));
  return {
    get dueMs() {
      return dueMs();
    },
    take() {
      if (current === undefined) {
        const perSecond = pace.linesPerSecond * turns.share;
        current = turns.next()({ world, random, truth, atMs: beginsMs, perSecond });
        pace.incidentsPerSecond += current.perSecond;
        return undefined;
      }
      if (current.dueMs <= current.endMs) return current.take();
      current.end();
      pace.incidentsPerSecond -= current.perSecond;
      beginsMs = turns.after(beginsMs, current.endMs);
      current = undefined;
      return undefined;
    },
  };
}
