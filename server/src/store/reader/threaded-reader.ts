import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { Thread } from '../../threads/thread.js';
import type { ReadableStore } from '../queries.js';
import { storeErrorOf } from '../store.js';
import { READER_CALLS, type ReaderProtocol } from './reader-protocol.js';

/**
 * A reading store in a worker thread.
 * @param onDamage called for what could not be read: a segment that is missing from an answer, or an entire query
 */
export function openThreadedReader(dataDirectory: string, onDamage: (damage: StoreDamage) => void): ReadableStore {
  const thread = new Thread<ReaderProtocol>({
    entry: new URL('./reader-worker.js', import.meta.url),
    name: 'the reader',
    data: { dataDirectory },
    calls: READER_CALLS,
    notices: { damage: onDamage },
    toError: storeErrorOf,
  });
  return { ...thread.calls, close: () => thread.close() };
}
