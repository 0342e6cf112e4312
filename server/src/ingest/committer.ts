import type { AnyCommandResult } from '@tunnelwatch/shared/commands';
import type { Monitor, Outcome } from '../core/monitor.js';
import type { Input } from '../core/input.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import {
  type Batch,
  type Committed,
  isGone,
  type StoreDigest,
  type StoreError,
  type StoreState,
  type WritableStore,
} from '../store/store.js';
import type { BatchBuilder, Positions, TakenBatch } from './batch/batch-builder.js';
import type { IngestOptions } from './ingest-options.js';
import { tellInventory } from './tell-inventory.js';

/** Under load a commit takes this many lines; when calm it takes whatever there is, at once. */
const UNDER_LOAD = { lines: 16_384, waitMs: 200 };
/**
 * The same where more is waiting than can be applied soon: what is new is late anyway, and counts of the same tunnels are
 * written, and shown, once for many more lines.
 */
const BEHIND = { lines: 262_144, waitMs: 2000 };

/** Answers somebody, or tells something, once the commit that it waits for is durable. */
type Reply = () => void;

export interface CommitterParts {
  store: WritableStore;
  monitor: Monitor;
  batches: BatchBuilder;
  options: Pick<IngestOptions, 'clock' | 'notify' | 'isWatched'>;
  /** The positions up to which was read, as far as they have changed. */
  takePositions: () => Positions;
  /** There is something to do again. */
  wake: () => void;
  /** What the store holds with a batch that asked for it. */
  onDigest?: (digest: StoreDigest, sequence: number) => void;
  /** Settles when nothing waits for the store any more, since everything ends. */
  stopped: Promise<void>;
}

/**
 * Applies inputs to the monitor, commits what has changed, and publishes it once it is durable. What the store refuses is
 * kept and retried, and told.
 */
export class Committer {
  /** Why the store refuses for now; null while it does not. */
  storeError: string | null = null;
  /** True when the files of the store are no longer those that are open. */
  isStoreGone = false;
  /** Those who wait for the imports that are under way, in order. */
  private readonly importing: ((result: AnyCommandResult) => void)[] = [];
  /** Changes of the inventory that were handed over and not committed. */
  private inventoryChanges: InventoryChange[] = [];
  private replies: Reply[] = [];
  private lastCommit = 0;
  /** Since when the store refuses, epoch ms. */
  private refusesSince = 0;
  /** Lines of batches that are not durable yet, and up to when everything is, epoch ms. */
  private unstoredLines = 0;
  private durableUntil = 0;
  /** Commits in progress, in order; the last one settles when all are durable. */
  private commits = 0;
  private lastDone: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  constructor(private readonly parts: CommitterParts) {}

  /** True while a commit is in progress. */
  get isCommitting(): boolean {
    return this.commits > 0;
  }

  /** Applies an input, and submits its changes of the inventory: after an import these are too many for one commit. */
  apply(input: Input): Outcome {
    const { monitor, store } = this.parts;
    const outcome = monitor.apply(input);
    const changes = monitor.drainInventory();
    if (changes.length > 0) {
      store.addInventory(changes);
      for (const change of changes) this.inventoryChanges.push(change);
    }
    return outcome;
  }

  /** Applies a command; the answer comes once it is durable. @throws what the monitor throws */
  carryOut(input: Extract<Input, { kind: 'command' }>): Promise<AnyCommandResult> {
    const { result } = this.apply(input);
    this.parts.wake();
    const { name } = input.command;
    if (name === 'setRule') {
      const rules = this.parts.monitor.rules();
      this.afterCommit(() => {
        this.parts.options.notify('rules', rules);
      });
    }
    return new Promise((resolve) => {
      if (result === undefined) this.importing.push(resolve);
      else this.afterCommit(() => resolve(result));
    });
  }

  /** Calls back once everything applied so far is durable. */
  afterCommit(reply: Reply): void {
    this.replies.push(reply);
  }

  /** Continues an import by one step, so that lines are read in between. */
  advanceImport(): void {
    const { monitor, options } = this.parts;
    if (!monitor.isImporting) return;
    const { result } = this.apply({ kind: 'advanceImport', at: options.clock() });
    if (result === undefined) return;
    const answer = this.importing.shift();
    this.afterCommit(() => answer?.(result));
  }

  /** Handles a status of the store: why it cannot store for now, or null when it can again. Returns whether it has changed. */
  setStoreError(error: StoreError | undefined): boolean {
    const { options, wake } = this.parts;
    const message = error?.message ?? null;
    if (message === this.storeError) return false;
    if (this.storeError === null) this.refusesSince = options.clock();
    this.storeError = message;
    this.tellUnstored();
    this.isStoreGone = error !== undefined && isGone(error.code);
    options.notify('storeError', message, error?.code ?? null);
    wake();
    return true;
  }

  /** Says what waits while the store refuses, and that nothing does once it accepts again. */
  tellUnstored(): void {
    const { monitor, options } = this.parts;
    if (this.storeError === null) {
      options.notify('unstored', null);
      return;
    }
    const lines = this.unstoredLines + monitor.lines.pendingLines;
    const criticals = monitor.criticalsAfter(this.durableUntil);
    options.notify('unstored', { since: this.refusesSince, reason: this.storeError, lines, ...criticals });
  }

  /** Tells the main thread what the store holds at the start, and that it is open. */
  tellBeginning({ alerts, gateways, inventory }: StoreState): void {
    const { monitor, options } = this.parts;
    const { notify, isWatched } = options;
    const rules = monitor.rules();
    if (rules.length > 0) notify('rules', rules);
    const entries = (inventory?.entries ?? []).map((entry) => ({ id: entry.id, entry }));
    if (isWatched) void this.tellInventory(entries);
    notify('ready', [...alerts], [...gateways]);
  }

  private tellInventory(changes: readonly InventoryChange[]): Promise<void> {
    return tellInventory(changes, (some) => {
      this.parts.options.notify('inventory', some);
    });
  }

  /** Submits full parts, and waits while the store is behind: what is read but not stored stays bounded. */
  async handOver(): Promise<void> {
    const { batches, store, stopped } = this.parts;
    for (const part of batches.takeFullParts()) {
      store.add(part);
      // A store that refuses may never be ready: a stop does not wait for it.
      await Promise.race([store.ready(), stopped]);
    }
  }

  /**
   * A commit takes what has arrived during the previous one, so that a burst causes few large ones.
   * @param hasMore true when there is more to apply at once
   * @param isBehind true when that is so much that nothing of it is new any more
   */
  commitWhenDue(hasMore: boolean, isBehind = false): void {
    const { monitor } = this.parts;
    const limit = isBehind ? BEHIND : UNDER_LOAD;
    const isLarge = monitor.lines.pendingLines >= limit.lines;
    // A commit during an import would contain part of it.
    if (monitor.isImporting || (this.commits > 0 && !isLarge)) return;
    const isDue = !hasMore || isLarge || performance.now() - this.lastCommit >= limit.waitMs;
    if (isDue || this.replies.length > 0) this.commit();
  }

  /** Commits what was read if no commit is in progress and the last one is as long ago as it may be under load. */
  commitWhenOverdue(): void {
    if (this.parts.monitor.isImporting || this.commits > 0) return;
    if (performance.now() - this.lastCommit >= UNDER_LOAD.waitMs) this.commit();
  }

  /** Begins a commit of everything read; its result is published when it is durable. */
  commit(): void {
    this.lastCommit = performance.now();
    const { batches, options, takePositions, wake } = this.parts;
    const taken = batches.takeBatch(options.clock(), takePositions());
    const { replies, inventoryChanges } = this;
    if (taken === undefined && replies.length === 0) return;
    this.replies = [];
    this.inventoryChanges = [];
    this.commits += 1;
    this.unstoredLines += taken?.lines ?? 0;
    this.lastDone = this.tellWhenDurable(taken, inventoryChanges, replies).catch((error: unknown) => {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    });
    void this.lastDone.then(() => {
      this.commits -= 1;
      wake();
    });
  }

  /** The store's thread has ended, or is broken: nothing can go on. @throws Error that says why */
  failIfBroken(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private async tellWhenDurable(
    taken: TakenBatch | undefined,
    inventoryChanges: readonly InventoryChange[],
    replies: readonly Reply[],
  ): Promise<void> {
    const { store, options } = this.parts;
    const committed = taken === undefined ? undefined : store.commit(taken.batch);
    const before = this.lastDone;
    const takenAt = options.clock();
    const outcome = await committed;
    await before;
    taken?.noteStored();
    this.unstoredLines -= taken?.lines ?? 0;
    this.durableUntil = takenAt;
    if (taken !== undefined && outcome !== undefined) this.tellStored(taken, outcome);
    await this.tellInventory(inventoryChanges);
    for (const reply of replies) reply();
    const { outbox = [], outboxResults = [] } = taken?.batch ?? {};
    const results = outboxResults.map(({ id, attempts }) => ({ id, attempts }));
    if (outbox.length + results.length > 0) options.notify('outbox', outbox.length, results);
  }

  private tellStored(taken: TakenBatch, outcome: Committed): void {
    const { options, onDigest } = this.parts;
    if (options.isWatched) options.notify('step', taken.toStep(outcome));
    this.settleLeft(taken.batch, outcome);
    if (outcome.digest !== undefined) onDigest?.(outcome.digest, taken.batch.replica?.sequence ?? 0);
  }

  private settleLeft(batch: Batch, { left }: Committed): void {
    if (left === undefined) return;
    const removed = new Set(left.subjects);
    const kept = (batch.leaving ?? []).flatMap(({ subjects }) => subjects.filter((id) => !removed.has(id)));
    this.apply({ kind: 'forgotten', at: this.parts.options.clock(), left, kept });
  }
}
