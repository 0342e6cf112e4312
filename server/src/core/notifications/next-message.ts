import { priorityRank } from '@tunnelwatch/shared/priority';
import type { WaitingEntry } from './outbox.js';

/**
 * How a channel takes several notifications: as one digest for a person to read, as a list for a program that groups them
 * itself, or not at all.
 */
export type Bundling = 'digest' | 'list' | 'single';

/** Notifications in one message at most: a message that tells all of a storm would exceed what receivers accept. */
export const MAX_IN_MESSAGE = 250;
/** Those of a digest that are told in full; the rest are only named. */
export const MAX_IN_FULL = 25;
/** Up to so many that are not urgent are sent one by one. */
const FEW = 5;
/** Up to so many urgent ones are sent one by one: each of them is worth a message of its own. */
const FEW_URGENT = 20;

/**
 * The next message of a channel: the entries that it tells. Urgent entries come before all others and never share a message
 * with them, so that none is hidden among lesser ones, and each is told in full.
 *
 * Worked example: of 3 urgent and 40 medium entries the first message is the first urgent one; after all three, the 40 are
 * one digest.
 * @param due what is due, the most urgent first, then the oldest
 * @returns none when nothing is due
 */
export function nextMessage(due: readonly WaitingEntry[], bundling: Bundling): readonly WaitingEntry[] {
  if (bundling === 'single') return due.slice(0, 1);
  const urgent = due.filter(({ priority }) => priority === 'urgent');
  if (urgent.length > 0) return urgent.slice(0, sizeOf(urgent.length, bundling, FEW_URGENT, MAX_IN_FULL));
  return due.slice(0, sizeOf(due.length, bundling, FEW, MAX_IN_MESSAGE));
}

function sizeOf(waiting: number, bundling: 'digest' | 'list', few: number, digestSize: number): number {
  if (bundling === 'list') return MAX_IN_MESSAGE;
  return waiting > few ? digestSize : 1;
}

/** How urgent a message is, as `priorityRank`: as the most urgent of its entries. */
export function messageRank(entries: readonly Pick<WaitingEntry, 'priority'>[]): number {
  return Math.max(...entries.map(({ priority }) => priorityRank(priority)));
}
