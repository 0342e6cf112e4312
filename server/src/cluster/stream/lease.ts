import { JetStreamApiCodes, JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream';
import { type KV, type KvEntry, Kvm } from '@nats-io/kv';
import { randomUUID } from 'node:crypto';
import { pauseUnless } from './pause-unless.js';

export interface LeaseOptions {
  /** What is held: one word. */
  name: string;
  /** Who takes part here, as others shall read it. */
  holder: string;
  /** Told whenever `isHeld` changes. */
  onChange: (isHeld: boolean) => void;
}

/** Where leases are kept. */
export interface LeaseBucket {
  bucket: string;
  replicas: 1 | 3 | 5;
}

/** A holder that has not renewed for so long has lost it, and others may take it. */
const LEASE_MS = 6_000;
const RENEW_MS = 2_000;
/** How often those who do not hold it look, and a holder repeats a renewal that failed. */
const LOOK_MS = 500;

/** What the bucket has under the name of a lease. Each renewal gives it a new revision. */
interface Entry {
  revision: number;
  /** Undefined once it was released. */
  holder: string | undefined;
  /** Of one object in one process: holders with the same name are not taken for each other. */
  instance: string | undefined;
}

/**
 * One of several processes at a time holds a lease, whichever is there first, until it releases it or dies.
 *
 * No clock is compared with another: the holder counts six seconds from before its last renewal was sent, the others from
 * when they saw that renewal, which is later; then they replace exactly the revision they saw. Both count in monotonic time.
 */
export class Lease {
  private readonly instance = randomUUID();
  private readonly closing = new AbortController();
  private readonly running: Promise<void>;
  private bucket: KV | undefined;
  private seen: Entry | undefined;
  /** When the revision was first seen that is there now. */
  private seenAt = 0;
  private heldUntil = -Infinity;
  private wasHeld = false;
  private expiry: NodeJS.Timeout | undefined;

  constructor(
    private readonly client: JetStreamClient,
    private readonly where: LeaseBucket,
    private readonly options: LeaseOptions,
  ) {
    this.running = this.run();
  }

  /** Whether it is held here. Asked anew before each act that only the holder may do, since a process may have been stopped. */
  get isHeld(): boolean {
    return performance.now() < this.heldUntil;
  }

  /** Who holds it, as far as is known: undefined for nobody. */
  get holder(): string | undefined {
    return this.isHeld ? this.options.holder : this.seen?.holder;
  }

  /** Releases it, so that others can take it at once. */
  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await this.running;
    const { bucket, seen } = this;
    const isHeld = this.isHeld;
    this.holdUntil(-Infinity);
    if (!isHeld || bucket === undefined || seen === undefined) return;
    // Where this fails, it is released by time.
    await bucket.update(this.options.name, JSON.stringify({}), seen.revision).catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (!this.closing.signal.aborted) {
      let isRenewed = false;
      try {
        isRenewed = await this.takeTurn();
      } catch {
        // No quorum or no connection, which the stream reports: time decides who holds it meanwhile.
        this.bucket = undefined;
      }
      const pauseMs = isRenewed ? RENEW_MS : LOOK_MS;
      await pauseUnless(pauseMs, this.closing.signal);
    }
  }

  /** @returns whether it was taken or renewed */
  private async takeTurn(): Promise<boolean> {
    this.bucket ??= await new Kvm(this.client).create(this.where.bucket, { replicas: this.where.replicas, history: 1 });
    // Who holds it knows the revision, and is told when it is another one.
    if (!this.isHeld) this.see(await this.bucket.get(this.options.name));
    if (!this.isHeld && !this.mayTake()) return false;
    const sentAt = performance.now();
    const value = { holder: this.options.holder, instance: this.instance };
    const revision = await this.write(this.bucket, JSON.stringify(value));
    if (revision === undefined) return false;
    this.setSeen({ revision, ...value });
    this.holdUntil(sentAt + LEASE_MS);
    return true;
  }

  private mayTake(): boolean {
    const { seen } = this;
    if (seen?.holder === undefined || seen.instance === this.instance) return true;
    return performance.now() - this.seenAt >= LEASE_MS;
  }

  /** @returns undefined when somebody else was faster, or an earlier write of ours whose answer was lost */
  private async write(bucket: KV, value: string): Promise<number | undefined> {
    const { name } = this.options;
    try {
      if (this.seen === undefined) return await bucket.create(name, value);
      return await bucket.update(name, value, this.seen.revision);
    } catch (error) {
      const isOutrun = error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence;
      if (!isOutrun) throw error;
      this.see(await bucket.get(name));
      return undefined;
    }
  }

  private see(entry: KvEntry | null): void {
    this.setSeen(entry === null ? undefined : readEntry(entry));
    // Taken by somebody else, although no time has passed here: rather nobody than two.
    if (this.isHeld && this.seen?.instance !== this.instance) this.holdUntil(-Infinity);
  }

  private setSeen(entry: Entry | undefined): void {
    if (entry?.revision !== this.seen?.revision) this.seenAt = performance.now();
    this.seen = entry;
  }

  private holdUntil(until: number): void {
    this.heldUntil = until;
    clearTimeout(this.expiry);
    if (this.isHeld) this.expiry = setTimeout(this.reportChange, until - performance.now() + 1);
    this.reportChange();
  }

  private readonly reportChange = (): void => {
    const { isHeld } = this;
    if (isHeld === this.wasHeld) return;
    this.wasHeld = isHeld;
    this.options.onChange(isHeld);
  };
}

function readEntry(entry: KvEntry): Entry {
  const { revision } = entry;
  // Somebody removed it with a tool: as if it had been released.
  if (entry.operation !== 'PUT') return { revision, holder: undefined, instance: undefined };
  const value: unknown = entry.json();
  return { revision, holder: textOf(value, 'holder'), instance: textOf(value, 'instance') };
}

function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof text === 'string' ? text : undefined;
}
