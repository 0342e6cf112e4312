import type { Alert } from '@tunnelwatch/shared/alert';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { AlertMember } from '../core/alert/registry/folding.js';
import type { WindowChange } from '../core/alert/windows/windows.js';
import type { StoredRule } from '../core/alert/rates/rule-settings.js';
import type { SenderChange } from '../core/senders/senders.js';
import type { UsualRate } from '../core/alert/rates/usual-rates.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { LeavingNames } from '../core/aggregate/records.js';
import type { SourceRecord } from '../core/aggregate/source-tally.js';
import type { FileRecord } from './file-record.js';
import type { TailBlock } from './tail-block.js';
import type { MonitorState } from '../core/monitor.js';
import type { EventColumns } from '../core/events/event-columns.js';
import type { EventPart } from '../core/events/event-part.js';
import type { NotificationPlan } from '../core/notifications/plan.js';
import type { AppliedSettings } from '../config/shared-settings.js';
import type { OutboxEntry, OutboxResult } from '../core/notifications/outbox.js';
import type { StoredRecord, VerdictMark } from '../core/past-record.js';
import { type SentError, ThreadError } from '../threads/protocol.js';

/** Who sends a batch of lines, and under which number: they begin with 1 and have no gaps. */
export interface BatchNumber {
  collector: string;
  /** Which life of the collector numbers it: one that has lost its data begins a new one. */
  incarnation: string;
  number: number;
}

/** A place in the stream of a cluster: the number of a message, its id, and when the stream stored it, epoch ms. */
export interface StreamPlace {
  sequence: number;
  id: string;
  storedAt: number;
}

/** How far a node has applied the inputs of its cluster: the last one, stored with what came of it. */
export interface ReplicaPosition extends StreamPlace {
  /** The clock of the cluster at that input, epoch ms: it does not go back. */
  at: number;
  /** The last batch of each collector. */
  batches: BatchNumber[];
  /** Who is notified of what, as the cluster was last told; undefined while it was not. */
  plan?: NotificationPlan;
  /** The last message before the first piece of an input whose other pieces have not come; undefined without one. */
  pieces?: StreamPlace;
  /** The shared settings in force; in a batch, only those that are new with it. */
  settings?: AppliedSettings;
}

/** What a store holds, as hashes: nodes that have applied the same inputs have the same. */
export interface StoreDigest {
  /** Of everything but counts by hour. */
  state: string;
  /** Hours since the epoch, and the hash of what was counted in them. */
  hours: [number, string][];
}

/** What a collector has read and its cluster has not taken yet. */
export interface SpoolState {
  /** Which life of the collector numbers its batches. */
  incarnation: string;
  /** The highest number ever given to a batch. */
  last: number;
  /** Number and bytes of those that wait, in order. */
  waiting: { number: number; bytes: number }[];
}

/** Batches of lines to keep until the cluster has them, and up to which it has. */
export interface SpoolChange {
  incarnation: string;
  added: { number: number; body: Uint8Array }[];
  /** These and all before them have been taken. */
  takenUpTo: number;
}

/**
 * What a store does, whatever its engine. One writer owns it, the ingest thread; readers see only committed data. A commit is
 * one transaction and one step: events, read positions and alert changes become durable together or not at all.
 */

/** Everything that becomes durable in one commit. */
export interface Batch {
  parts: EventPart[];
  sources: SourceRecord[];
  files: FileRecord[];
  alerts: Alert[];
  /** Signs of life of the gateways that lines came from. */
  gateways: GatewayRecord[];
  /** Those whose signs of life gave way to those of new ones. */
  goneGateways?: string[];
  /** Hashes of the newest lines of senders, as far as they changed. */
  tails?: TailBlock[];
  /** Other changes about alerts; undefined if there are none. */
  members?: AlertMember[];
  windows?: WindowChange[];
  audit?: AuditNote[];
  /** New notifications, and the results of delivery attempts. */
  outbox?: OutboxEntry[];
  outboxResults?: OutboxResult[];
  /** Usual rates that changed. */
  usual?: UsualRate[];
  /** Rules changed by an admin. */
  ruleSettings?: StoredRule[];
  /** What senders have spent of their budgets, and blocks. */
  senders?: SenderChange[];
  /** Answers to what was found unused: the names are removed, unless something has them by then. */
  leaving?: LeavingNames[];
  /** Up to which input of the cluster this is, on a node of one. */
  replica?: ReplicaPosition;
  /** True to have a digest of the store as it is with this batch. */
  isDigested?: boolean;
  /** Lines on their way to the cluster, on a collector. */
  spool?: SpoolChange;
  /** When it was taken, epoch ms; without it the batch is not part of the time machine. */
  at?: number;
  /** Changed diagnosis verdicts of tunnels. */
  verdicts?: VerdictMark[];
  /** The monitor's own state, once a minute. */
  records?: StoredRecord[];
}

/** The state of a store at its start. */
export interface StoreState extends MonitorState {
  /** Number of the last commit. */
  step: number;
  /** Number of the last event. */
  lastSeq: number;
  files: FileRecord[];
  tails?: TailBlock[];
  replica?: ReplicaPosition;
  spool?: SpoolState;
}

export interface Committed {
  step: number;
  /** Number of the first event of the batch; the others follow in order. */
  firstSeq: number;
  /** Events of the batch, including those of parts added before it. */
  count: number;
  /** The names that it removed; undefined where it lets go of none. */
  left?: LeavingNames;
  /** Where the batch asks for it. */
  digest?: StoreDigest;
}

/**
 * The writing side. It keeps everything until it is durable: a commit that the store refuses, on a full disk for instance, is
 * retried automatically and in order, and nothing is dropped.
 */
export interface WritableStore {
  /** @param aliases the names of gateways by other names of theirs in small letters; none by default */
  load(aliases?: ReadonlyMap<string, string>): Promise<StoreState>;
  /** Empty columns to fill. They go back to the store with the part they are added in. */
  columns(): EventColumns;
  /** Adds a part of the next batch ahead of its commit, so that it is encoded while further lines are read. */
  add(part: EventPart): void;
  /** Adds changes of the inventory, a few at a time. They become durable with the next commit. */
  addInventory(changes: readonly InventoryChange[]): void;
  /** Resolves when the batch is durable, with all parts added before it. */
  commit(batch: Batch): Promise<Committed>;
  /** Resolves when the store can take more. Readers of sources wait for it, which bounds memory. */
  ready(): Promise<void>;
  /** Closes the store. What is not durable by then is dropped, and is read again after the next start. */
  close(): Promise<void>;
}

const STORE_ERROR_CODES = [
  'disk-full',
  'locked',
  'read-only',
  'too-new',
  'too-old',
  'damaged',
  // The disk fails.
  'io',
  // Its file, or one that belongs to it, has disappeared or been replaced.
  'missing',
  'replaced',
  // Another program's, or one from before 0.1.0.
  'foreign',
  'failed',
] as const;

export type StoreErrorCode = (typeof STORE_ERROR_CODES)[number];

/** True for a loss on the disk or in the database, which waiting does not repair. */
export function isDamage(code: StoreErrorCode): boolean {
  return code === 'damaged' || code === 'io';
}

/** True for an error that says that stored data cannot be read, which is reported by name elsewhere. */
export function isAboutDamage(error: unknown): boolean {
  return error instanceof StoreError && isDamage(error.code);
}

/** True when the files of the store are no longer those that are open. */
export function isGone(code: StoreErrorCode): boolean {
  return code === 'missing' || code === 'replaced';
}

/** The store could not carry out a request, and has changed nothing. The message contains the remedy. */
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

/** Restores a store error from another thread; the reason why such a thread ended becomes one too. */
export function storeErrorOf(error: SentError): StoreError {
  const code = STORE_ERROR_CODES.find((known) => known === error.code) ?? 'failed';
  return new StoreError(code, error.message, new ThreadError(error));
}
