import { type ShownAlert, isUnacknowledged } from '@tunnelwatch/shared/alert';
import { PRIORITIES, priorityRank, type Priority } from '@tunnelwatch/shared/priority';

/** What was played so far. Times are epoch ms. */
export interface SoundMemory {
  /** Alerts that have sounded and are still unacknowledged. */
  readonly heard: ReadonlySet<number>;
  /** When it sounded last. */
  readonly lastAt: number;
  /** The flood for which it has sounded; null for none. */
  readonly flood: number | null;
}

export const NOTHING_HEARD: SoundMemory = { heard: new Set(), lastAt: Number.NEGATIVE_INFINITY, flood: null };

/** After this long the sound of a priority is repeated while it is unacknowledged, ms; null for never. */
const AGAIN_AFTER_MS: Readonly<Record<Priority, number | null>> = {
  urgent: 15_000,
  high: 60_000,
  medium: null,
  low: null,
};

/**
 * What to play now: the highest priority of new alerts; the same again while an urgent one is not
 * acknowledged; in a flood once, when it begins. Silence when everything is acknowledged.
 * @param floodSince start of the current flood, or null
 */
export function nextSound(
  memory: SoundMemory,
  alerts: readonly ShownAlert[],
  floodSince: number | null,
  now: number,
): { readonly sound: Priority | null; readonly memory: SoundMemory } {
  const waiting = alerts.filter((alert) => isUnacknowledged(alert) && !alert.isPast);
  const heard = new Set(waiting.map(({ id }) => id));
  const fresh = waiting.filter(({ id }) => !memory.heard.has(id));
  const sound = soundOf(memory, { waiting, fresh, floodSince, now });
  const lastAt = sound === null ? memory.lastAt : now;
  return { sound, memory: { heard, lastAt, flood: floodSince } };
}

interface Scene {
  readonly waiting: readonly ShownAlert[];
  readonly fresh: readonly ShownAlert[];
  readonly floodSince: number | null;
  readonly now: number;
}

function soundOf(memory: SoundMemory, { waiting, fresh, floodSince, now }: Scene): Priority | null {
  if (floodSince !== null) return memory.flood === null && waiting.length > 0 ? mostPressing(waiting) : null;
  const news = mostPressing(fresh);
  if (news !== null) return news;
  const worst = mostPressing(waiting);
  const again = worst === null ? null : AGAIN_AFTER_MS[worst];
  return again !== null && now - memory.lastAt >= again ? worst : null;
}

function mostPressing(alerts: readonly ShownAlert[]): Priority | null {
  let rank = -1;
  for (const { priority } of alerts) rank = Math.max(rank, priorityRank(priority));
  return PRIORITIES.find((priority) => priorityRank(priority) === rank) ?? null;
}

/** Tones of a priority: frequency in Hz, start and duration in seconds. */
export const TONES: Readonly<
  Record<Priority, readonly { readonly hz: number; readonly at: number; readonly length: number }[]>
> = {
  urgent: [
    { hz: 988, at: 0, length: 0.16 },
    { hz: 740, at: 0.2, length: 0.16 },
    { hz: 988, at: 0.4, length: 0.16 },
    { hz: 740, at: 0.6, length: 0.24 },
  ],
  high: [
    { hz: 784, at: 0, length: 0.18 },
    { hz: 659, at: 0.25, length: 0.25 },
  ],
  medium: [{ hz: 587, at: 0, length: 0.25 }],
  low: [{ hz: 440, at: 0, length: 0.2 }],
};
