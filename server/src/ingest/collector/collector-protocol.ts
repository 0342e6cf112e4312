import type { ListenerSettings } from '../../config/settings.js';
import type { ClusterSettings } from '../../config/settings.js';
import type { SyslogLimits } from '../../config/syslog-schema.js';
import type { StreamState } from '../../cluster/stream/input-stream.js';
import type { ThreadProtocol } from '../../threads/protocol.js';
import type { Activity } from '../source/health/activities.js';
import type { FileGroup } from '../source/file-reading.js';

/** What the thread of a collector tells of its own accord. */
export interface CollectorNotices {
  /** It reads. */
  ready(): void;
  warning(message: string): void;
  /** What has happened to sources, for the log. */
  activity(activity: Activity): void;
  /** Whether the cluster takes lines. */
  streamState(state: StreamState): void;
  /** Why nothing can be kept for now, so that nothing is read; null when it can again. */
  spoolError(message: string | null): void;
}

/** What it is started with. */
export interface CollectorData {
  /** Its own folder: positions, and lines that the cluster has not taken. */
  dataDirectory: string;
  cluster: ClusterSettings;
  version: string;
  groups: readonly FileGroup[];
  listeners: readonly ListenerSettings[];
  syslog: SyslogLimits;
  maxLineBytes: number;
  pollMs: number;
}

/** Notices of a collector's thread. */
export interface CollectorProtocol extends ThreadProtocol {
  data: CollectorData;
  calls: Record<never, never>;
  toThread: Record<never, never>;
  fromThread: CollectorNotices;
}
