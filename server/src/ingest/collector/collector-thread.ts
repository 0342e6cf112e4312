import { Thread } from '../../threads/thread.js';
import { LINE_THREAD_LIMITS } from '../../threads/thread-limits.js';
import type { CollectorData, CollectorNotices, CollectorProtocol } from './collector-protocol.js';

/** Starts the thread of a collector. */
export function collectorThread(data: CollectorData, notices: CollectorNotices): Thread<CollectorProtocol> {
  return new Thread<CollectorProtocol>({
    entry: new URL('./collector-worker.js', import.meta.url),
    name: 'the collector',
    data,
    calls: {},
    notices,
    resourceLimits: LINE_THREAD_LIMITS,
  });
}
