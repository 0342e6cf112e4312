import type { SyslogLimits } from '../config/syslog-schema.js';
import type { ListenerSettings } from '../config/settings.js';
import type { StoredSubjects } from '../core/aggregate/records.js';
import type { MonitorOptions } from '../core/monitor.js';
import type { ThreadContext } from '../threads/serve-thread.js';
import type { IngestProtocol } from './ingest-protocol.js';
import type { FileGroup } from './source/file-reading.js';

/** What is read, how it is evaluated, and who is notified. */
export interface IngestOptions extends Omit<MonitorOptions, 'columns' | 'startedAt' | 'tickMs' | 'storedSubjects'> {
  groups: readonly FileGroup[];
  listeners: readonly ListenerSettings[];
  syslog: SyslogLimits;
  /** Zone for files that are read once, on request. */
  timeZone: string;
  maxLineBytes: number;
  pollMs: number;
  /** Epoch ms. */
  clock: () => number;
  /** Where to look up subjects that are not in memory; closed with the store. */
  storedSubjects?: StoredSubjects & { close: () => void };
  /** Tells the main thread. */
  notify: ThreadContext<IngestProtocol>['notify'];
}
