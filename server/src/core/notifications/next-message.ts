import { FIRST_RANK, isUrgentRank, type WaitingEntry } from './outbox.js';

/**
 * How a channel takes several notifications: as one digest for a person to read, as a list for a program that groups them
 * itself, or not at all.
 */
export type Bundling = 'digest' | 'list' | 'single';

/** Notifications in one message at most: a message that tells all of a storm would exceed what receivers accept. */
export const MAX_IN_MESSAGE = 250;
/** Those of a digest that are told in full; of the rest a line each, or only the name. */
export const MAX_IN_FULL = 25;
/** Up to so many are sent one by one. */
const FEW = 5;

/** How several notifications are sent just now. */
export interface Sending {
  bundling: Bundling;
  /** The message before was a digest: what has come since belongs to the same storm, and is told as one too. */
  isStorm: boolean;
}

/**
 * The next message of a channel: the entries that it tells. Urgent entries come before all others and never share a message
 * with them, so that none is hidden among lesser ones. Those that are the first to tell of a Critical come before all,
 * and if there are many, the newest and the oldest in turns: neither a storm before a real one nor one after it hides it.
 *
 * Worked example: of 3 urgent and 40 medium entries the first message is the first urgent one; after all three, the 40 are
 * one digest.
 * @param due what is due, as `DueEntries` has it
 * @returns none when nothing is due
 */
export function nextMessage(due: readonly WaitingEntry[], { bundling, isStorm }: Sending): readonly WaitingEntry[] {
  const urgent = firstInTurns(due.filter(({ rank }) => isUrgentRank(rank)));
  const next = urgent.length > 0 ? urgent : due;
  if (bundling === 'single') return next.slice(0, 1);
  const few = isStorm ? 1 : FEW;
  return next.slice(0, bundling === 'list' || next.length > few ? MAX_IN_MESSAGE : 1);
}

/** Of those that are the first to tell of a Critical the newest, the oldest, the second newest …; then the others. */
function firstInTurns(urgent: readonly WaitingEntry[]): readonly WaitingEntry[] {
  const first = urgent.filter(({ rank }) => rank === FIRST_RANK);
  // A few are told at once anyway, in their order.
  if (first.length <= FEW) return urgent.toSorted((a, b) => b.rank - a.rank || a.id - b.id);
  const half = Math.ceil(first.length / 2);
  const oldest = first.slice(half).toReversed();
  const turns = first.slice(0, half).flatMap((newer, at) => [newer, ...oldest.slice(at, at + 1)]);
  return [...turns, ...urgent.filter(({ rank }) => rank !== FIRST_RANK)];
}

/** How urgent a message is: as the most urgent of its entries. */
export function messageRank(entries: readonly Pick<WaitingEntry, 'rank'>[]): number {
  return Math.max(...entries.map(({ rank }) => rank));
}
