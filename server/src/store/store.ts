import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { AlertMember } from '../core/alert/registry/folding.js';
import type { WindowChange } from '../core/alert/windows/windows.js';
import type { StoredRule } from '../core/alert/rates/rule-settings.js';
import type { UsualRate } from '../core/alert/rates/usual-rates.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { SourceRecord } from '../core/aggregate/source-tally.js';
import type { FileRecord } from './file-record.js';
import type { TailBlock } from './tail-block.js';
import type { MonitorState } from '../core/monitor.js';
import type { EventColumns } from '../core/events/event-columns.js';
import type { EventPart } from '../core/events/event-part.js';
import type { OutboxEntry, OutboxResult } from '../core/notifications/outbox.js';
import type { StoredRecord, VerdictMark } from '../core/past-record.js';

/**
 * What every store can do, whatever engine is below. One writer owns it (the pipeline); readers see only what was
 * committed. A commit is one transaction and one step: events, the positions they were read up to, and alert changes
 * become durable together or not at all.
 */

/** What becomes durable together. */
export interface Batch {
  parts: EventPart[];
  sources: SourceRecord[];
  files: FileRecord[];
  alerts: Alert[];
  /** Signs of life of the gateways that lines came from. */
  gateways: GatewayRecord[];
  /** Hashes of the newest lines of senders, as far as they changed. */
  tails?: TailBlock[];
  /** What beside the alerts themselves changed; left out where nothing did. */
  members?: AlertMember[];
  windows?: WindowChange[];
  audit?: AuditNote[];
  /** What others are to be told, and what became of what they were told. */
  outbox?: OutboxEntry[];
  outboxResults?: OutboxResult[];
  /** Usual rates that changed. */
  usual?: UsualRate[];
  /** Rules that an admin has set. */
  ruleSettings?: StoredRule[];
  /** When it was taken, epoch ms; without it the time machine learns nothing of it. */
  at?: number;
  /** What tunnels' drops are consistent with, where that has changed. */
  verdicts?: VerdictMark[];
  /** What was known of the monitor itself, once a minute. */
  records?: StoredRecord[];
}

/** What a store gives at its start. */
export interface StoreState extends MonitorState {
  /** Number of the last commit. */
  step: number;
  /** Number of the last event. */
  lastSeq: number;
  files: FileRecord[];
  tails?: TailBlock[];
}

export interface Committed {
  step: number;
  /** Number of the first event of the batch; the others follow in order. */
  firstSeq: number;
  /** Events of the batch, those of parts that were handed over before it included. */
  count: number;
}

/**
 * The writing side. It keeps what it was given until it is durable: a commit that the store refuses (disk full) is tried
 * again by itself, in order, and nothing is dropped.
 */
export interface WritableStore {
  load(): Promise<StoreState>;
  /** Empty columns to fill; they come back to the store with the part that they are handed over in. */
  columns(): EventColumns;
  /** Hands over a part of the next batch ahead of it, so that it is encoded while further lines are read. */
  add(part: EventPart): void;
  /** Hands over changes of the inventory, a few at a time: they become durable with the next commit. */
  addInventory(changes: readonly InventoryChange[]): void;
  /** Settles when the batch is durable, with all parts handed over before it. */
  commit(batch: Batch): Promise<Committed>;
  /** Settles when it can take more; whoever reads waits for it, so that memory stays flat. */
  ready(): Promise<void>;
  /** Ends; what is not durable by then is forgotten, and will be read again. */
  close(): Promise<void>;
}

export type StoreErrorCode =
  | 'disk-full'
  | 'locked'
  | 'read-only'
  | 'too-new'
  | 'too-old'
  | 'damaged'
  /** The disk fails. */
  | 'io'
  /** Its file, or what belongs to it, is gone, or another one stands in its place. */
  | 'missing'
  | 'replaced'
  /** Another program's. */
  | 'foreign'
  | 'failed';

/** True for what the disk or the database itself has lost, which waiting does not mend. */
export function isDamage(code: StoreErrorCode): boolean {
  return code === 'damaged' || code === 'io';
}

/** True for an error that says that something stored cannot be read, which is told by its name elsewhere. */
export function isAboutDamage(error: unknown): boolean {
  return error instanceof StoreError && isDamage(error.code);
}

/** True when the files of the store are no longer those that are open. */
export function isGone(code: StoreErrorCode): boolean {
  return code === 'missing' || code === 'replaced';
}

/** The store could not do what was asked; nothing of it was done. The message says what to do. */
export class StoreError extends Error {
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'StoreError';
  }
}
