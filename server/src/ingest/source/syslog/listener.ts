import type { ListenerCounts } from '@tunnelwatch/shared/source-health';
import type { ListenerSettings } from '../../../config/settings.js';
import type { SyslogLimits } from '../../../config/syslog-schema.js';
import type { InputQueue } from './input-queue.js';
import type { PeerTails } from './peer-tails.js';

/** What a listener is built from. */
export interface ListenerParts {
  settings: ListenerSettings;
  limits: SyslogLimits;
  maxLineBytes: number;
  queue: InputQueue;
  counts: ListenerCounts;
  tails: PeerTails;
  clock: () => number;
  /** Takes a line that is new. */
  onLine: (peer: string, line: Buffer, isCut: boolean) => void;
  /** The memory that lines stood in is used again from now on. */
  onReuse: () => void;
  /** A count has changed outside of a line. */
  onCount: () => void;
  /** Something that the log should tell, with what to do. */
  onWarning: (message: string) => void;
  /** The open listener has failed: it has to be closed and opened anew. */
  onFailure: (error: Error) => void;
}

/** A port on which lines are taken. */
export interface Listener {
  /**
   * Begins to listen.
   * @throws (rejects) an error of the system, or of the certificate, that `listenerError` puts into words
   */
  open(): Promise<void>;
  /** Stops or resumes reading from streams. */
  hold(isHolding: boolean): void;
  /** Connections that are open. */
  readonly connections: number;
  /** Connections that have waited for a place for longer than a second. */
  readonly waitingConnections: number;
  /** Bytes of the kernel's buffer, as granted; null for streams. */
  readonly receiveBufferBytes: number | null;
  /** Reads what the kernel counts into `counts`. */
  readKernel(): void;
  /**
   * Ends in order: what has arrived is still read. Resolves when all senders have closed or nothing has come for a second;
   * with senders that go on regardless, after five seconds of reading.
   */
  finish(): Promise<void>;
  /** Ends at once. */
  close(): void;
}
