import { setTimeout as pause } from 'node:timers/promises';
import type { InventoryChange } from '../core/inventory/inventory-list.js';

/** Entries per message to another thread. */
const MAX_IN_MESSAGE = 500;
/** A thread takes all arrived messages in one turn: those of an import are spaced out, so that it serves pages in between. */
const BETWEEN_MESSAGES_MS = 8;

/** Sends changes in messages of limited size, with a pause after each. */
export async function tellInventory(
  changes: readonly InventoryChange[],
  tell: (changes: readonly InventoryChange[]) => void,
): Promise<void> {
  for (let from = 0; from < changes.length; from += MAX_IN_MESSAGE) {
    if (from > 0) await pause(BETWEEN_MESSAGES_MS);
    tell(changes.slice(from, from + MAX_IN_MESSAGE));
  }
}
