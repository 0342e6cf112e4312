import type { Incident } from './incident.js';
import type { SimulatedMessage } from './message.js';

/** A message and how long after the beginning of its incident it comes, milliseconds. */
export interface PlannedMessage {
  afterMs: number;
  message: SimulatedMessage;
}

interface Plan {
  /** Epoch ms. */
  startMs: number;
  endMs: number;
  /** In order of time. */
  messages: readonly PlannedMessage[];
  end(endMs: number): void;
}

/** An incident of a few planned messages. */
export function createPlannedIncident({ startMs, endMs, messages, end }: Plan): Incident {
  let position = 0;
  return {
    endMs,
    perSecond: 0,
    get dueMs() {
      const next = messages[position];
      return next === undefined ? Number.POSITIVE_INFINITY : startMs + next.afterMs;
    },
    take: () => messages[position++]?.message,
    end: () => end(endMs),
  };
}
