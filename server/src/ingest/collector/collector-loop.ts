import type { SenderReport } from '@tunnelwatch/shared/sender';
import { SourceRegistry } from '../../core/aggregate/source-registry.js';
import { blocksReportSchema, helloSchema, readReport, TOPICS, writeReport } from '../../cluster/member-report.js';
import type { InputStream, StreamState } from '../../cluster/stream/input-stream.js';
import type { StoreError, StoreState, WritableStore } from '../../store/store.js';
import type { IngestOptions } from '../ingest-options.js';
import { LoopPause } from '../loop-pause.js';
import { nextTurn } from '../next-turn.js';
import type { ClockReading } from '../source/clock-reading.js';
import { FileReading } from '../source/file-reading.js';
import { Activities } from '../source/health/activities.js';
import { SyslogReading } from '../source/syslog-reading.js';
import { BatchSender } from './batch-sender.js';
import { CollectorReporter } from './collector-reporter.js';
import type { ThreadContext } from '../../threads/serve-thread.js';
import type { CollectorProtocol } from './collector-protocol.js';
import { LineRecorder } from './line-recorder.js';
import { RemoteBlocks } from './remote-blocks.js';
import { Spool } from './spool.js';

/** When calm what was read is stored and sent at once, under load this much at a time. */
const MAX_WAIT_MS = 200;
const TICK_MS = 1000;
const RETRY_MS = 1000;
const TELL_ALL_MS = 60_000;

export interface CollectorOptions extends Pick<
  IngestOptions,
  'groups' | 'listeners' | 'syslog' | 'maxLineBytes' | 'pollMs' | 'clock'
> {
  collector: string;
  version: string;
  spoolBytes: number;
  /** Opens the stream; settles once there is one. */
  openStream: (onState: (state: StreamState) => void) => Promise<InputStream>;
  /** Reads a batch that only the disk has. */
  readSpooled: (number: number) => Uint8Array | undefined;
  notify: ThreadContext<CollectorProtocol>['notify'];
}

/**
 * The loop of a collector: read the sources, store the lines with the positions behind them, send them to the cluster,
 * wait. It knows nothing of what the lines mean.
 */
export class CollectorLoop {
  private readonly sources: SourceRegistry;
  private readonly recorder: LineRecorder;
  private readonly blocks = new RemoteBlocks();
  private readonly files: FileReading;
  private readonly syslog: SyslogReading;
  private readonly spool: Spool;
  private readonly activities = new Activities();
  private readonly reporter: CollectorReporter;
  private stream: InputStream | undefined;
  private sender: BatchSender | undefined;
  private sending: Promise<void> = Promise.resolve();
  private storeError: string | null = null;
  private commits = 0;
  private lastCommit = 0;
  private lastTick = Number.NEGATIVE_INFINITY;
  private toldAllAt = Number.NEGATIVE_INFINITY;
  private failure: Error | undefined;
  private isStopping = false;
  private readonly pauses = new LoopPause();

  /** @param state the result of `store.load()` */
  constructor(
    private readonly store: WritableStore,
    state: StoreState,
    private readonly options: CollectorOptions,
  ) {
    const { clock, notify, maxLineBytes } = options;
    this.sources = new SourceRegistry(state.sources);
    this.recorder = new LineRecorder(this.sources);
    this.spool = new Spool(options.collector, state.spool, options.readSpooled);
    const intake = { sources: this.sources, lines: this.recorder, senders: this.blocks };
    const onChange = () => {
      this.wake();
    };
    const onWarning = (message: string) => {
      notify('warning', message);
    };
    const shared = { intake, clock, maxLineBytes, onChange, onWarning, activities: this.activities };
    this.files = new FileReading({ ...shared, isFull: () => this.recorder.isFull, stored: state.files });
    for (const group of options.groups) this.files.add(group);
    this.syslog = new SyslogReading({
      ...shared,
      listeners: options.listeners,
      limits: options.syslog,
      stored: state.tails ?? [],
    });
    this.reporter = new CollectorReporter({
      collector: options.collector,
      incarnation: this.spool.incarnation,
      version: options.version,
      limitBytes: options.spoolBytes,
      files: this.files,
      syslog: this.syslog,
      sources: this.sources,
      blocks: this.blocks,
      earlier: state.sources,
    });
  }

  /** Handles a status of the store: why it cannot store for now, or undefined when it can again. */
  setStoreError(error: StoreError | undefined): void {
    const message = error?.message ?? null;
    if (message === this.storeError) return;
    this.storeError = message;
    this.options.notify('spoolError', message);
    this.wake();
  }

  /** Has `run` finish: what was read is stored, and sent by the next run. */
  stop(): void {
    this.isStopping = true;
    this.wake();
  }

  /** Runs until it is told to stop. */
  async run(): Promise<void> {
    const opening = this.openStream();
    while (!this.isStopping) {
      const mayRead = this.storeError === null && this.spool.state.bytes < this.options.spoolBytes;
      const hasMore = mayRead && this.read();
      this.commitWhenDue(hasMore);
      this.tickWhenDue();
      await (hasMore ? nextTurn() : this.pause());
      await this.syslog.acceptPending();
      if (this.failure !== undefined) throw this.failure;
    }
    await this.syslog.finish(async () => {
      if (this.storeError !== null) return false;
      this.commitWhenDue(true);
      return Promise.resolve(true);
    });
    if (this.storeError === null) this.files.finishPipes(this.moment());
    this.commit();
    while (this.commits > 0 && this.storeError === null) await this.pause();
    this.syslog.close();
    this.files.close();
    this.sender?.close();
    await this.files.registry.closed();
    await this.store.close();
    await Promise.all([opening, this.sending]);
    await this.stream?.close();
  }

  private async openStream(): Promise<void> {
    const { notify } = this.options;
    const stream = await this.options.openStream((state) => {
      notify('streamState', state);
      this.sender?.wake();
    });
    this.stream = stream;
    if (this.isStopping) return;
    stream.listen(TOPICS.blocks, (body) => {
      const report = readReport(blocksReportSchema, body);
      if (report !== undefined) this.takeBlocks(report.blocks);
    });
    stream.listen(TOPICS.hello, (body) => {
      if (readReport(helloSchema, body)?.role === 'node') this.reporter.tellAll();
    });
    stream.tell(TOPICS.hello, writeReport({ member: this.options.collector, role: 'collector' }));
    this.sender = new BatchSender(stream, this.spool, () => {
      this.wake();
    });
    this.sending = this.sender.run().catch((error: unknown) => {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
      this.wake();
    });
  }

  private takeBlocks(blocks: readonly SenderReport[]): void {
    if (this.blocks.set(blocks)) this.syslog.cutOff();
  }

  private read(): boolean {
    const now = this.moment();
    const hasMoreInFiles = this.files.poll(now);
    return this.syslog.poll(now.wall) || hasMoreInFiles;
  }

  private commitWhenDue(hasMore: boolean): void {
    const isLarge = this.recorder.isFull;
    if (this.commits > 0 && !isLarge) return;
    if (!hasMore || isLarge || performance.now() - this.lastCommit >= MAX_WAIT_MS) this.commit();
  }

  private commit(): void {
    this.lastCommit = performance.now();
    for (const lines of this.recorder.take()) this.recorder.noteFit(!this.spool.add(lines));
    const spool = this.spool.takeChange();
    const files = this.files.registry.takeChanges();
    const tails = this.syslog.takeChanges();
    const isIdle = spool === undefined && files.length + tails.length === 0;
    if (isIdle && !this.sources.hasChanges) return;
    const sources = this.sources.drainChanges();
    const batch = { parts: [], alerts: [], gateways: [], sources, files, tails };
    this.commits += 1;
    this.store
      .commit(spool === undefined ? batch : { ...batch, spool })
      .then(() => {
        if (spool === undefined) return;
        this.spool.noteStored(spool);
        this.sender?.wake();
      })
      .catch((error: unknown) => {
        this.failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        this.commits -= 1;
        this.wake();
      });
  }

  private tickWhenDue(): void {
    const { wall, elapsed } = this.moment();
    if (elapsed - this.lastTick < TICK_MS) return;
    this.lastTick = elapsed;
    for (const activity of this.activities.drain()) this.options.notify('activity', activity);
    const { stream } = this;
    // A report may be lost: none of what it said stays unknown for long.
    if (elapsed - this.toldAllAt >= TELL_ALL_MS) {
      this.toldAllAt = elapsed;
      this.reporter.tellAll();
    }
    for (const report of this.reporter.reports(wall, this.spool.state)) stream?.tell(TOPICS.collector, report);
  }

  private moment(): ClockReading {
    return { wall: this.options.clock(), elapsed: performance.now() };
  }

  private wake(): void {
    this.pauses.wake();
  }

  private pause(): Promise<void> {
    return this.pauses.wait(this.storeError === null ? this.options.pollMs : RETRY_MS);
  }
}
