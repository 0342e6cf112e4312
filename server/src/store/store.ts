import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditedRequest, AuditNote } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { AlertMember } from '../core/alert/registry/folding.js';
import type { WindowChange } from '../core/alert/windows/windows.js';
import type { StoredRule } from '../core/alert/rates/rule-settings.js';
import type { UsualRate } from '../core/alert/rates/usual-rates.js';
import type { StoredInventory } from '../core/inventory/inventory.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { KindRecord, SubjectRecord } from '../core/aggregate/records.js';
import type { SourceRecord } from '../core/aggregate/source-tally.js';
import type { FileRecord } from './file-record.js';
import type { TailBlock } from './tail-block.js';
import type { EventColumns } from '../core/events/event-columns.js';
import type { EventPart } from '../core/events/event-part.js';
import type { OutboxEntry, OutboxResult } from '../core/notifications/outbox.js';
import type { StoredRecord, VerdictMark } from '../core/past-record.js';
import { type SentError, ThreadError } from '../threads/protocol.js';

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

export interface StoreState {
  /** Number of the last commit. */
  step: number;
  /** Number of the last event. */
  lastSeq: number;
  subjects: SubjectRecord[];
  kinds: KindRecord[];
  sources: SourceRecord[];
  files: FileRecord[];
  tails?: TailBlock[];
  alerts: Alert[];
  /** The highest alert id ever given. */
  lastAlertId: number;
  gateways: GatewayRecord[];
  /** Subjects that are folded into alerts which last. */
  members?: AlertMember[];
  /** Maintenance windows that are not over for long. */
  windows?: MaintenanceWindow[];
  /**
   * Counts of the last minutes for rules about rates, six numbers each: subject, minute since the epoch, kind, count, and
   * the second within the minute of the first and the last event. The same three may come more than once.
   */
  recent?: Float64Array;
  usual?: UsualRate[];
  ruleSettings?: StoredRule[];
  /** What operators call tunnels and interfaces. */
  inventory?: StoredInventory;
  /** Requests of late by their key, the oldest first. */
  requests?: Map<string, AuditedRequest>;
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

const STORE_ERROR_CODES = ['disk-full', 'locked', 'read-only', 'too-new', 'damaged', 'failed'] as const;

export type StoreErrorCode = (typeof STORE_ERROR_CODES)[number];

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

/** An error of the thread that works on the store, or the reason for which that thread ended. */
export function storeErrorOf(error: SentError): StoreError {
  const code = STORE_ERROR_CODES.find((known) => known === error.code) ?? 'failed';
  return new StoreError(code, error.message, new ThreadError(error));
}
