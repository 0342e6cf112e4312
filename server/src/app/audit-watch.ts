import type { Logger } from 'pino';
import type { AuditTrailState } from '@tunnelwatch/shared/api';
import type { AuditKeys } from '../store/audit/audit-key.js';
import { type AuditHead, keepSeenHead, readSeenHead, seenHeadFile } from '../store/audit/seen-head.js';
import type { ReadableStore } from '../store/queries.js';

export interface AuditWatchOptions {
  reader: Pick<ReadableStore, 'checkAudit'>;
  keys: AuditKeys;
  dataDirectory: string;
  log: Logger;
  /** Sends a head to where nobody who can change the store can change it; null when nothing is configured. */
  publish: ((head: AuditHead) => Promise<void>) | null;
  /** What kind of receiver that is. */
  receiver: AuditTrailState['receiver'];
  clock: () => number;
  /** Called with what is wrong with the trail, and with null while nothing is. */
  onProblem: (message: string | null) => void;
}

const EVERY_MS = 60_000;
/** Entries that a check verifies, the newest ones; `check-data` verifies all. A tenth of a second. */
const MAX_VERIFIED = 10_000;

/**
 * Watches over the audit trail: once a minute the newest entries are verified, and the head is published when it changed:
 * to the log, to the configured receiver, and beside the key. A head that was seen once cannot be taken back.
 */
export class AuditWatch {
  private seen: AuditHead | null = null;
  private published = 0;
  private problem: string | null = null;
  private current: AuditTrailState;
  private timer: NodeJS.Timeout | undefined;
  private checking: Promise<void> = Promise.resolve();

  constructor(private readonly options: AuditWatchOptions) {
    this.current = {
      entries: 0,
      head: null,
      verified: null,
      receiver: options.receiver,
      published: null,
      publishFault: null,
      problems: [],
      remedy: null,
      isKeyInside: options.keys.isInside,
    };
  }

  /** The trail as of the last check. */
  get state(): AuditTrailState {
    return this.current;
  }

  /** Checks the trail against what the last run has seen, and then once a minute. */
  async start(): Promise<void> {
    const { keys, dataDirectory, log } = this.options;
    if (keys.isNew) log.info(`the key of the audit trail was created: ${keys.file}`);
    if (keys.isInside) {
      log.warn(
        `the key of the audit trail is in the data folder (${keys.file}): whoever can change the store can read it; set audit.keyFile to a file elsewhere`,
      );
    }
    const { head, problem } = readSeenHead(keys, dataDirectory);
    this.seen = head;
    await this.check(problem);
    this.timer = setInterval(() => {
      this.checking = this.check(problem);
    }, EVERY_MS);
  }

  /** Ends after a last check: what a run entered is published by the time that it ends. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.checking;
    await this.check(undefined);
  }

  private async check(found: string | undefined): Promise<void> {
    const { reader, keys, log, clock } = this.options;
    try {
      const { head, entries, problems } = await reader.checkAudit({
        keys: keys.keys,
        seen: this.seen,
        newest: MAX_VERIFIED,
      });
      const verified = { at: clock(), entries: Math.min(entries, MAX_VERIFIED) };
      this.current = { ...this.current, entries, head, verified };
      this.tell([...(found === undefined ? [] : [found]), ...problems]);
      // A head of a trail that lost entries is not taken for the newest one, until somebody has said that it is.
      if (head === null || problems.length > 0) return;
      this.keep(head);
      await this.publish(head);
    } catch (error) {
      // The store is gone or damaged, which is reported elsewhere; or a file beside the key cannot be read.
      log.warn(`the audit trail could not be checked: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private tell(problems: readonly string[]): void {
    const { keys, dataDirectory } = this.options;
    const remedy = `find out who had access to the data folder; if a backup was restored on purpose, remove ${seenHeadFile(keys, dataDirectory)} and restart`;
    this.current = { ...this.current, problems: [...problems], remedy: problems.length === 0 ? null : remedy };
    const message = problems.length === 0 ? null : `${problems.join('; ')}: ${remedy}`;
    if (message === this.problem) return;
    this.problem = message;
    this.options.onProblem(message);
  }

  private keep(head: AuditHead): void {
    if (head.id === this.seen?.id) return;
    const { keys, dataDirectory, log } = this.options;
    this.seen = head;
    log.info({ entry: head.id, hash: head.hash, at: new Date(head.at).toISOString() }, 'head of the audit trail');
    keepSeenHead(keys, dataDirectory, head);
  }

  /** Tried again in a minute when it fails. */
  private async publish(head: AuditHead): Promise<void> {
    const { publish, log, clock } = this.options;
    if (publish === null || head.id === this.published) return;
    try {
      await publish(head);
      this.published = head.id;
      this.current = { ...this.current, published: { id: head.id, at: clock() }, publishFault: null };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.current = { ...this.current, publishFault: text };
      log.warn(`the head of the audit trail could not be published (audit.publish): ${text}; retrying in a minute`);
    }
  }
}
