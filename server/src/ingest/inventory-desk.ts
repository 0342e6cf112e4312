import { setTimeout as pause } from 'node:timers/promises';
import type { InventoryResult } from '@tunnelwatch/shared/inventory';
import type { ImportResult, InventoryBook } from '../core/inventory/inventory.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import type { ImportRow } from '../core/inventory/plan-import.js';
import type { WritableStore } from '../store/store.js';
import type { Ingest } from './lines/ingest.js';
import type { FromPipeline, ToPipeline } from './ingest-messages.js';

/** What a person has asked of the inventory. */
export type InventoryRequest = Extract<ToPipeline, { kind: 'inventory' | 'inventoryRows' | 'importInventory' }>;

/** The answer to it, told once it is durable. */
export type InventoryReply = Extract<FromPipeline, { kind: 'inventoryResult' | 'importResult' }>;

/** Entries in one message to another thread. */
const MOST_IN_MESSAGE = 500;
/** A thread takes all messages that have come in one go: those of an import come apart, so that it serves pages in between. */
const BETWEEN_MESSAGES_MS = 8;

interface Importing {
  requestId: number;
  steps: Generator<undefined, ImportResult, undefined>;
}

/**
 * Where what people write into the inventory meets the store. A single change goes with the next commit. An import of
 * 100,000 rows is taken over a little at a time, so that lines are read in between, and nothing is committed before its
 * end: it is one transaction.
 */
export class InventoryDesk {
  /** Rows of files whose end has not come yet. */
  private readonly rows = new Map<number, ImportRow[]>();
  private readonly waiting: Importing[] = [];
  /** Handed over to the store, and not committed. */
  private staged: InventoryChange[] = [];
  private replies: InventoryReply[] = [];
  private hasBegun = false;

  constructor(
    private readonly book: InventoryBook,
    private readonly store: Pick<WritableStore, 'addInventory'>,
    private readonly ingest: Pick<Ingest, 'settleAlerts' | 'notes'>,
    private readonly clock: () => number,
  ) {}

  obey(message: InventoryRequest): void {
    switch (message.kind) {
      case 'inventory': {
        // Events that came before it are judged without it.
        this.ingest.settleAlerts();
        const result: InventoryResult = this.book.carryOut(message.command, message.actor, this.clock());
        this.replies.push({ kind: 'inventoryResult', requestId: message.requestId, result });
        this.stage();
        break;
      }
      case 'inventoryRows': {
        const rows = this.rows.get(message.importId) ?? [];
        for (const row of message.rows) rows.push(row);
        this.rows.set(message.importId, rows);
        break;
      }
      case 'importInventory': {
        const { requestId, importId, origin, actor } = message;
        const rows = this.rows.get(importId) ?? [];
        this.rows.delete(importId);
        this.waiting.push({ requestId, steps: this.book.importing(rows, origin, actor, this.clock()) });
        break;
      }
    }
  }

  /** True while an import is under way. */
  get isBusy(): boolean {
    return this.waiting.length > 0;
  }

  /** True while a part of an import was handed over: what is committed now would hold that part alone. */
  get isPartlyStaged(): boolean {
    return this.isBusy && this.hasBegun;
  }

  /** Takes an import a little further. */
  work(): void {
    const [importing] = this.waiting;
    if (importing === undefined) return;
    this.ingest.settleAlerts();
    const { done, value } = importing.steps.next();
    this.hasBegun = this.stage() || this.hasBegun;
    if (done !== true) return;
    this.hasBegun = false;
    this.waiting.shift();
    this.replies.push({ kind: 'importResult', requestId: importing.requestId, result: value });
  }

  /** True when somebody waits for a commit. */
  get hasReplies(): boolean {
    return this.replies.length > 0;
  }

  /** What goes with the commit that follows: an import of which a part was handed over is finished first. */
  take(): { changes: InventoryChange[]; replies: InventoryReply[] } {
    while (this.isPartlyStaged) this.work();
    const { staged: changes, replies } = this;
    this.staged = [];
    this.replies = [];
    return { changes, replies };
  }

  /** Hands over what has changed; true when anything has. */
  private stage(): boolean {
    const changes = this.book.takeChanges();
    this.ingest.notes.push(...this.book.takeAudit());
    if (changes.length === 0) return false;
    this.store.addInventory(changes);
    for (const change of changes) this.staged.push(change);
    return true;
  }
}

/** True for a message that is about the inventory. */
export function isAboutInventory(message: ToPipeline): message is InventoryRequest {
  switch (message.kind) {
    case 'inventory':
    case 'inventoryRows':
    case 'importInventory':
      return true;
    default:
      return false;
  }
}

/** Tells of changes in messages of a bearable size, with a pause after each. */
export async function tellInventory(
  changes: readonly InventoryChange[],
  tell: (message: Extract<FromPipeline, { kind: 'inventory' }>) => void,
): Promise<void> {
  for (let from = 0; from < changes.length; from += MOST_IN_MESSAGE) {
    if (from > 0) await pause(BETWEEN_MESSAGES_MS);
    tell({ kind: 'inventory', changes: changes.slice(from, from + MOST_IN_MESSAGE) });
  }
}
