import type { ListenerCertificate, ListenerCounts } from '@tunnelwatch/shared/source-health';
import type { ListenerSettings } from '../../../config/settings.js';
import type { SyslogLimits } from '../../../config/syslog-schema.js';
import type { InputQueue } from './input-queue.js';
import type { BlockedSenders } from './blocked-senders.js';
import type { PeerTails } from './peer-tails.js';

/** The parameters of a listener. */
export interface ListenerParts {
  settings: ListenerSettings;
  limits: SyslogLimits;
  maxLineBytes: number;
  queue: InputQueue;
  counts: ListenerCounts;
  tails: PeerTails;
  blocked: Pick<BlockedSenders, 'discards'>;
  clock: () => number;
  /** Receives a line that is new. */
  onLine: (peer: string, line: Buffer, isCut: boolean) => void;
  /** The memory of the lines is about to be reused. */
  onReuse: () => void;
  /** A count has changed outside of a line. */
  onCount: () => void;
  /** A warning for the log, with its remedy. */
  onWarning: (message: string) => void;
  /** The open listener has failed: it has to be closed and reopened. */
  onFailure: (error: Error) => void;
}

/** A port on which lines are received. */
export interface Listener {
  /**
   * Begins to listen.
   * @throws (rejects) an error of the system, or of the certificate, that `listenerError` puts into words
   */
  open(): Promise<void>;
  /** Ends the connections of senders that are blocked by now; nothing more of them is read. */
  cutOff(): void;
  /** Stops or resumes reading from streams. */
  hold(isHolding: boolean): void;
  /** Connections that were accepted since it was opened. */
  readonly accepted: number;
  /** Number of open connections. */
  readonly connections: number;
  /** Number of connections that have waited for a place for longer than a second. */
  readonly waitingConnections: number;
  /** Bytes of the kernel's buffer, as granted; null for streams. */
  readonly receiveBufferBytes: number | null;
  /** What senders over TLS are shown; null without TLS. */
  readonly certificate: ListenerCertificate | null;
  /** Reads what the kernel counts into `counts`. */
  readKernel(): void;
  /**
   * Stops in order: what has arrived is still read. Resolves when all senders have closed or nothing has arrived for a second;
   * with senders that continue regardless, after five seconds of reading.
   */
  finish(): Promise<void>;
  /** Stops at once. */
  close(): void;
}
