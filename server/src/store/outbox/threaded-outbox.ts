import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { Thread } from '../../threads/thread.js';
import { storeErrorOf } from '../store.js';
import type { OutboxCalls, OutboxProtocol } from './outbox-protocol.js';

/**
 * Reads the outbox in a thread of its own, over a connection of its own.
 * @param onDamage called when it could not be read
 */
export function openThreadedOutbox(
  dataDirectory: string,
  onDamage: (damage: StoreDamage) => void,
): OutboxCalls & { close: () => Promise<void> } {
  const thread = new Thread<OutboxProtocol>({
    entry: new URL('./outbox-worker.js', import.meta.url),
    name: "the outbox's reader",
    data: { dataDirectory },
    calls: { dueEntries: true },
    notices: { damage: onDamage },
    toError: storeErrorOf,
  });
  return { ...thread.calls, close: () => thread.close() };
}
