import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { Thread } from '../../threads/thread.js';
import type { ReadableStore } from '../queries.js';
import { storeErrorOf } from '../store.js';
import { READER_CALLS, type ReaderProtocol } from './reader-protocol.js';

/**
 * A reading store whose work is done in a thread of its own.
 * @param onDamage told of every segment that was left out of an answer
 */
export function openThreadedReader(dataDirectory: string, onDamage: (damage: SegmentDamage) => void): ReadableStore {
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
