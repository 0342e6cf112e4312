import { setTimeout as pause } from 'node:timers/promises';
import type { InventoryChange } from '../core/inventory/inventory-list.js';

/** Entries in one message to another thread. */
const MAX_IN_MESSAGE = 500;
/** A thread takes all messages that have come in one go: those of an import come apart, so that it serves pages in between. */
const BETWEEN_MESSAGES_MS = 8;

/** Tells of changes in messages of a bearable size, with a pause after each. */
export async function tellInventory(
  changes: readonly InventoryChange[],
  tell: (changes: readonly InventoryChange[]) => void,
): Promise<void> {
  for (let from = 0; from < changes.length; from += MAX_IN_MESSAGE) {
    if (from > 0) await pause(BETWEEN_MESSAGES_MS);
    tell(changes.slice(from, from + MAX_IN_MESSAGE));
  }
}
