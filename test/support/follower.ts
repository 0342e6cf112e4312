import { Activities } from '@tunnelwatch/server/ingest/source/health/activities';
import { FileReading, type FollowedFile } from '@tunnelwatch/server/ingest/source/file-reading';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { SourceRecord } from '@tunnelwatch/server/core/aggregate/source-tally';
import { monitorOf } from './monitors.js';

export interface FollowerOptions {
  /** Paths and patterns, as one group. */
  files: readonly string[];
  /** Further groups. */
  groups?: readonly (readonly string[])[];
  /** Folder of the store. */
  data: string;
  maxLineBytes?: number;
  /** Files that may be open at the same time. */
  mostOpen?: number;
}

/** The pipeline's stages joined in this very thread: a test decides when it looks and when it commits. */
export class Follower {
  private readonly store: SqliteWriter;
  private readonly monitor: Monitor;
  private readonly batches: BatchBuilder;
  readonly reading: FileReading;
  readonly warnings: string[] = [];
  /** The store could not make a batch durable and keeps it. */
  private isRefused = false;
  /** A look finds more: the last one left some, or something has changed since. */
  private mayHaveMore = true;
  private onChange: () => void = () => undefined;

  constructor(private readonly options: FollowerOptions) {
    this.store = new SqliteWriter(options.data);
    const state = this.store.load();
    this.monitor = monitorOf(state);
    this.batches = new BatchBuilder(this.monitor, { isWatched: false });
    this.reading = new FileReading({
      intake: this.monitor,
      isFull: () => this.batches.isFull,
      clock: Date.now,
      stored: state.files,
      maxLineBytes: options.maxLineBytes ?? 65_536,
      onChange: () => {
        this.mayHaveMore = true;
        this.onChange();
      },
      activities: new Activities(),
      onWarning: (message) => this.warnings.push(message),
      ...(options.mostOpen === undefined ? {} : { mostOpen: options.mostOpen }),
    });
    for (const files of [options.files, ...(options.groups ?? [])]) {
      this.reading.add({ files, gateway: 'gw1', timeZone: 'UTC' });
    }
  }

  /** Polls until nothing more is found, `laterMs` from now, and commits. */
  read(laterMs = 0): void {
    this.poll(laterMs);
    this.commit();
  }

  /** Polls until nothing more is found; nothing is stored. */
  poll(laterMs = 0): void {
    while (this.pollOnce(laterMs)) {
      // Every poll takes one chunk of each file.
    }
  }

  /** Polls until nothing more is found and everything that is compressed is unpacked, and commits. */
  async settle(laterMs = 0): Promise<void> {
    await this.unpack(laterMs);
    this.commit();
  }

  /** Polls until nothing more is found and everything that is compressed is unpacked. */
  async unpack(laterMs = 0): Promise<void> {
    this.poll(laterMs);
    while (this.reading.isUnpacking) {
      await this.untilUnpacked();
      this.poll(laterMs);
    }
  }

  /** Waits until a poll finds more of what is compressed; not at all when nothing is being unpacked. */
  async untilUnpacked(): Promise<void> {
    if (!this.reading.isUnpacking || this.mayHaveMore) return;
    await new Promise<void>((resolve) => {
      this.onChange = resolve;
    });
  }

  /** One poll, one chunk of each file; true when there may be more. */
  pollOnce(laterMs = 0): boolean {
    const hasMore = this.reading.poll({ wall: Date.now() + laterMs, elapsed: performance.now() + laterMs });
    this.mayHaveMore = hasMore;
    for (const part of this.batches.takeFullParts()) this.store.add(part);
    return hasMore;
  }

  commit(): void {
    if (this.isRefused) this.store.retry();
    this.isRefused = false;
    const files = this.reading.registry.takeChanges();
    const taken = this.batches.takeBatch(Date.now(), { files, tails: [] });
    if (taken === undefined) return;
    this.isRefused = true;
    this.store.commit(taken.batch);
    this.isRefused = false;
  }

  /** All sources as they are counted now. */
  sources(): SourceRecord[] {
    return [...this.monitor.sources.all()];
  }

  /** The followed files, by name. */
  followed(path: string): FollowedFile {
    const found = this.reading.followed().find(({ tail }) => tail.path === path);
    if (found === undefined) throw new Error(`${path} is not followed`);
    return found;
  }

  /** What was taken of all sources together. */
  count(what: keyof SourceRecord['counts'] = 'lines'): number {
    return this.sources().reduce((sum, { counts }) => sum + counts[what], 0);
  }

  /** Raw lines of all stored events, in the order of storing. */
  async stored(): Promise<string[]> {
    return storedLines(this.options.data);
  }

  /** Commits and ends. */
  stop(): void {
    this.commit();
    this.kill();
  }

  /** Ends without a commit, as kill -9 does. */
  kill(): void {
    this.reading.close();
    this.store.close();
  }
}

/** Raw lines of all events in a store, in the order of storing. */
export async function storedLines(data: string): Promise<string[]> {
  const reader = new SqliteReader(data);
  const events: { seq: number; raw: string }[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.listEvents({}, 1000, cursor);
    events.push(...page.events.map(({ seq, raw }) => ({ seq, raw: Buffer.from(raw).toString('latin1') })));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  await reader.close();
  return events.sort((a, b) => a.seq - b.seq).map(({ raw }) => raw);
}

/** How many events a store has. */
export async function storedCount(data: string): Promise<number> {
  const reader = new SqliteReader(data);
  const count = await reader.countEvents({});
  await reader.close();
  return count;
}

/**
 * A line of a gateway with a number of its own, which differs from all others in its first bytes already. These are a pair:
 * a bare word would be taken for the gateway's name behind a syslog header, and thousands of gateways cost a server seconds.
 */
export function lineOf(number: number, filler = ''): string {
  const beginning = (Math.imul(number + 1, 0x9e3779b1) >>> 0).toString(36).padStart(7, '0');
  return `at=${beginning} EFW: IPSEC: prio=2 id=278 seqno=${String(number)} matchkey=m${String(number % 5)}${filler}`;
}

/** Lines with the numbers from `first` to `last`. */
export function linesOf(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => lineOf(first + index));
}

/** Lines as they stand in a file. */
export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
