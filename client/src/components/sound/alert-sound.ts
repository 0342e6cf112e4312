import { type ShownAlert, isUnacknowledged, isWaiting } from '@tunnelwatch/shared/alert';
import { PRIORITIES, priorityRank, type Priority } from '@tunnelwatch/shared/priority';

/** What was played so far. Times are epoch ms. */
export interface SoundMemory {
  /** How often each alert that waits had something new to tell when it sounded, by alert number. */
  readonly heard: ReadonlyMap<number, number>;
  /** When it sounded last. */
  readonly lastAt: number;
  /** The flood for which it has sounded; null for none. */
  readonly flood: number | null;
  /** Whether it has sounded for the lost connection. */
  readonly isCut: boolean;
}

export const NOTHING_HEARD: SoundMemory = {
  heard: new Map(),
  lastAt: Number.NEGATIVE_INFINITY,
  flood: null,
  isCut: false,
};

/** After this long the sound of a priority is repeated while it is unacknowledged, ms; null for never. */
const AGAIN_AFTER_MS: Readonly<Record<Priority, number | null>> = {
  urgent: 15_000,
  high: 60_000,
  medium: null,
  low: null,
};

/** What a page knows when it decides on its sound. */
export interface SoundScene {
  /** Null until they are known. */
  readonly alerts: readonly ShownAlert[] | null;
  /** Start of the current flood, epoch ms; null for none. */
  readonly floodSince: number | null;
  /** True while the server cannot be reached: what is on the screen may be anything. */
  readonly isCut: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** The sound of a lost connection: whoever hears it has to look. */
const CUT_SOUND: Priority = 'high';

/**
 * What to play now: the highest priority of alerts with something new to tell; the same again while an urgent one is not
 * acknowledged. In a flood lower ones sound once, when it begins, and new urgent ones always. A lost connection sounds
 * too. Silence when everything is acknowledged.
 */
export function nextSound(
  memory: SoundMemory,
  { alerts, floodSince, isCut, now }: SoundScene,
): { readonly sound: Priority | null; readonly memory: SoundMemory } {
  if (isCut) {
    const isDue = !memory.isCut || now - memory.lastAt >= (AGAIN_AFTER_MS[CUT_SOUND] ?? 0);
    const cut = { ...memory, isCut, lastAt: isDue ? now : memory.lastAt };
    return { sound: isDue ? CUT_SOUND : null, memory: cut };
  }
  if (alerts === null) return { sound: null, memory: { ...memory, isCut } };
  const waiting = alerts.filter((alert) => isWaiting(alert) && !alert.isPast);
  const heard = new Map(waiting.map(({ id, news }) => [id, news]));
  // A Critical within a maintenance window that keeps it from being told has no news.
  const fresh = waiting.filter(({ id, news }) => news > 0 && memory.heard.get(id) !== news);
  const sound = soundOf(memory, { waiting: waiting.filter(isUnacknowledged), fresh, floodSince, now });
  const lastAt = sound === null ? memory.lastAt : now;
  return { sound, memory: { heard, lastAt, flood: floodSince, isCut } };
}

interface Scene {
  readonly waiting: readonly ShownAlert[];
  readonly fresh: readonly ShownAlert[];
  readonly floodSince: number | null;
  readonly now: number;
}

function soundOf(memory: SoundMemory, { waiting, fresh, floodSince, now }: Scene): Priority | null {
  const news = mostPressing(fresh);
  if (news === 'urgent') return news;
  if (floodSince !== null) return memory.flood === null ? mostPressing(waiting) : null;
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
