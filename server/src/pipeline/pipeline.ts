import type { CommandResult } from '@tunnelwatch/shared/protocol';
import { AlertBook } from '../alert/alert-book.js';
import type { Catalogue } from '../classify/catalogue.js';
import { StoreError, type WritableStore } from '../store/store.js';
import { type FileGroup, FileReading } from './file-reading.js';
import { Ingest } from './ingest.js';
import { Interner } from './interner.js';
import { readWhole } from './read-whole.js';
import { SourceReport } from './source-report.js';
import type { FromPipeline, ToPipeline } from './messages.js';

/** Under load a commit takes this many lines; when calm it takes what there is, at once. */
const MOST_LINES = 16_384;
const MOST_WAIT_MS = 200;
const REPORT_EVERY_MS = 1000;
const RETRY_MS = 1000;

export interface PipelineOptions {
  store: WritableStore;
  catalogue: Catalogue;
  groups: readonly FileGroup[];
  /** Zone and gateway for files that are read once, on request. */
  timeZone: string;
  maxLineBytes: number;
  pollMs: number;
  pastAfterMs: number;
  storeOther: boolean;
  clock: () => number;
  tell: (message: FromPipeline) => void;
}

type Reply = { requestId: number; result: CommandResult };

/** The loop of the pipeline thread: look at the sources, commit, tell, wait. It alone writes to the store. */
export class Pipeline {
  private readonly ingest: Ingest;
  private readonly alerts: AlertBook;
  private readonly files: FileReading;
  private readonly report = new SourceReport();
  private readonly jobs: Extract<ToPipeline, { kind: 'ingest' }>[] = [];
  private replies: Reply[] = [];
  private lastCommit = 0;
  private lastReport = 0;
  private storeError: string | null = null;
  private isStopping = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: PipelineOptions) {
    const { store, catalogue, pastAfterMs, storeOther, clock } = options;
    const state = store.load();
    this.alerts = new AlertBook(state.alerts, { pastAfterMs }, state.lastAlertId);
    const interner = new Interner(state.subjects, state.kinds);
    this.ingest = new Ingest({
      store,
      catalogue,
      alerts: this.alerts,
      interner,
      sources: state.sources,
      storeOther,
      clock,
    });
    this.files = new FileReading({
      ingest: this.ingest,
      stored: state.files,
      maxLineBytes: options.maxLineBytes,
      onChange: () => {
        this.wake();
      },
      onWarning: (message) => {
        options.tell({ kind: 'warning', message });
      },
    });
    for (const group of options.groups) this.files.add(group);
    options.tell({ kind: 'ready', step: state.step, alerts: state.alerts });
  }

  /** Takes a message from the main thread. */
  receive(message: ToPipeline): void {
    if (message.kind === 'stop') this.isStopping = true;
    else if (message.kind === 'ingest') this.jobs.push(message);
    else {
      const outcome = this.alerts.acknowledge(message.command, this.options.clock());
      // The answer waits for the commit: what people did is told only once it is durable.
      const result: CommandResult = outcome.ok ? outcome : { ...outcome, alert: outcome.alert ?? null };
      this.replies.push({ requestId: message.requestId, result });
    }
    this.wake();
  }

  /** Runs until it is told to stop; then everything read is committed and the store is closed. */
  async run(): Promise<void> {
    while (!this.isStopping) {
      const job = this.jobs.shift();
      if (job !== undefined) await this.readFiles(job);
      const hasMore = this.storeError === null && this.files.look(this.options.clock());
      this.commitWhenDue(hasMore);
      this.reportSources();
      await (hasMore ? nextTurn() : this.pause());
    }
    this.commit();
    this.files.close();
    this.options.store.close();
    this.options.tell({ kind: 'stopped' });
  }

  private async readFiles(job: Extract<ToPipeline, { kind: 'ingest' }>): Promise<void> {
    const { requestId, files } = job;
    const { tell, timeZone, maxLineBytes, clock } = this.options;
    try {
      const report = await readWhole({
        files,
        timeZone,
        maxLineBytes,
        clock,
        ingest: this.ingest,
        reading: this.files,
        commit: () => this.commit(),
        breathe: async () => {
          await nextTurn();
          this.files.look(clock());
          this.reportSources();
        },
        isStopping: () => this.isStopping,
        onProgress: (bytes, totalBytes) => {
          tell({ kind: 'ingestProgress', requestId, bytes, totalBytes });
        },
      });
      if (this.isStopping) throw new Error('stopped before everything was read: run it again, it goes on from there');
      tell({ kind: 'ingestDone', requestId, report });
    } catch (error) {
      tell({ kind: 'ingestFailed', requestId, message: error instanceof Error ? error.message : String(error) });
    }
  }

  private commitWhenDue(hasMore: boolean): void {
    const { ingest } = this;
    const isDue =
      !hasMore || ingest.pendingLines >= MOST_LINES || this.options.clock() - this.lastCommit >= MOST_WAIT_MS;
    if (isDue || this.replies.length > 0) this.commit();
  }

  /** True when nothing is left to commit. */
  private commit(): boolean {
    this.lastCommit = this.options.clock();
    try {
      // A refused batch goes first; what was taken since then follows in a commit of its own.
      for (let pass = 0; pass < 2; pass++) {
        const step = this.ingest.commit(() => this.files.registry.takeChanges());
        if (step !== undefined) this.options.tell({ kind: 'step', step });
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.setStoreError(error.message);
      return false;
    }
    this.setStoreError(null);
    for (const { requestId, result } of this.replies) this.options.tell({ kind: 'commandResult', requestId, result });
    this.replies = [];
    return true;
  }

  private setStoreError(message: string | null): void {
    if (message === this.storeError) return;
    this.storeError = message;
    this.options.tell({ kind: 'storeError', message });
  }

  private reportSources(): void {
    const now = this.options.clock();
    if (now - this.lastReport < REPORT_EVERY_MS) return;
    this.lastReport = now;
    const followed = this.files.followed();
    const ids = new Set(followed.map(({ source }) => source.id));
    const stopped = this.ingest
      .allSources()
      .flatMap((source) =>
        ids.has(source.id) ? [] : [{ source, offset: this.files.registry.newestPosition(source.id) }],
      );
    const sources = this.report.changes(followed, stopped, now);
    if (sources.length > 0) this.options.tell({ kind: 'sources', sources });
  }

  private pause(): Promise<void> {
    if (this.isStopping || this.jobs.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, this.storeError === null ? this.options.pollMs : RETRY_MS);
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      // While the store refuses, a changing file must not turn the pause into a busy loop.
      if (this.storeError === null) this.wake = done;
    });
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
