import { parentPort, workerData } from 'node:worker_threads';
import { EventColumns } from '../../core/events/event-columns.js';
import type { Shape } from '../../core/decode/template/template-tree.js';
import { toStoreError } from '../sqlite/database.js';
import { SqliteWriter } from '../sqlite/sqlite-writer.js';
import { LoadMeter } from './load-meter.js';
import { StoreError } from '../store.js';
import type { EventPart } from '../../core/events/event-part.js';
import { UpkeepLoop, type UpkeepLoopOptions } from './upkeep-loop.js';
import type { FromWriter, SentPart, ToWriter, WriterWorkerData } from './writer-messages.js';

/** A batch that was refused is tried again this often. */
const RETRY_MS = 1000;
/** How often is looked whether the files of the store are still those that are open, also when nothing comes in. */
const WATCH_EVERY_MS = 1000;
/** Events a second from which on the thread has no time for upkeep: people wait for its commits. */
const FLOOD_EVENTS = 20_000;

/**
 * The thread that stores: it encodes, compresses and writes, while another one reads and decodes. What it is told is done
 * strictly in order; while a batch is refused, everything behind it waits.
 */
class WriterThread {
  private readonly columns = new Map<number, EventColumns>();
  private readonly waiting: ToWriter[] = [];
  private shapes: Shape[] = [];
  private retry: NodeJS.Timeout | undefined;
  private readonly watch: NodeJS.Timeout;
  /** What was told of the store's files, while something is wrong with them. */
  private fault: string | undefined;
  /** Parts that wait for the rest of their batch. */
  private openParts = 0;
  private readonly upkeep: UpkeepLoop;
  private readonly load = new LoadMeter(() => performance.now());

  constructor(
    private readonly writer: SqliteWriter,
    private readonly tell: (message: FromWriter) => void,
    private readonly end: () => void,
    upkeep: UpkeepLoopOptions['upkeep'],
  ) {
    this.upkeep = new UpkeepLoop({
      upkeep,
      isFree: () => this.isFree,
      isHeld: () => this.lookAtFiles(),
      clock: Date.now,
      onFailure: (error) => {
        const { code, message } = toStoreError(error, writer.dataDirectory);
        tell({ kind: 'upkeepFailed', code, message });
      },
    });
    this.watch = setInterval(() => {
      this.lookAtFiles();
    }, WATCH_EVERY_MS);
  }

  receive(message: ToWriter): void {
    if (message.kind === 'close') this.close();
    else if (this.retry !== undefined) this.waiting.push(message);
    else this.handle(message);
  }

  private handle(message: Exclude<ToWriter, { kind: 'close' }>): void {
    switch (message.kind) {
      case 'columns':
        this.columns.set(message.columns, new EventColumns(message.capacity, message.memory));
        break;
      case 'part':
        this.openParts += 1;
        this.writer.add(this.open(message));
        this.tell({ kind: 'free', columns: message.columns });
        break;
      case 'inventory':
        this.writer.addInventory(message.changes);
        break;
      case 'commit':
        this.attempt(() => this.writer.commit({ parts: [], ...message.rest }));
        break;
    }
  }

  private attempt(commit: () => ReturnType<SqliteWriter['commit']>): void {
    try {
      const committed = commit();
      this.load.add(committed.count);
      this.tell({ kind: 'committed', committed });
      this.retry = undefined;
      this.openParts = 0;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.tell({ kind: 'refused', code: error.code, message: error.message });
      this.retry = setTimeout(() => {
        this.again();
      }, RETRY_MS);
    }
  }

  private again(): void {
    this.attempt(() => this.writer.retry());
    while (this.retry === undefined) {
      const message = this.waiting.shift();
      if (message === undefined) return;
      if (message.kind !== 'close') this.handle(message);
    }
  }

  /** The part as it was handed over. */
  private open({ columns: number, count, valueCount, raws, rawLengths, ...rest }: SentPart): EventPart {
    const columns = this.columns.get(number);
    if (columns === undefined) throw new Error(`unknown columns ${String(number)}`);
    columns.count = count;
    columns.valueCount = valueCount;
    columns.raws = [];
    let at = 0;
    for (const length of rawLengths) {
      columns.raws.push(Buffer.from(raws.buffer, raws.byteOffset + at, length));
      at += length;
    }
    if (rest.isNewList) this.shapes = [];
    for (const shape of rest.shapes) this.shapes.push(shape);
    return {
      columns,
      shapes: this.shapes,
      words: rest.wordCount === 0 ? [] : rest.words.split('\n'),
      subjects: rest.subjects,
      kinds: rest.kinds,
    };
  }

  /** True while nothing may be written, since the files of the store are not those that are open; tells when that changes. */
  private lookAtFiles(): boolean {
    const fault = this.writer.fault();
    if (fault !== undefined && fault.message !== this.fault) {
      this.tell({ kind: 'refused', code: fault.code, message: fault.message });
    }
    // A batch that was refused tells it itself, when it is stored at last.
    if (fault === undefined && this.fault !== undefined && this.retry === undefined) this.tell({ kind: 'accepts' });
    this.fault = fault?.message;
    return fault !== undefined;
  }

  /** True when nothing is being stored, nothing waits to be, and there is no flood: merging can wait until it is over. */
  private get isFree(): boolean {
    return this.retry === undefined && this.openParts === 0 && this.load.lastSecond < FLOOD_EVENTS;
  }

  private close(): void {
    clearTimeout(this.retry);
    clearInterval(this.watch);
    this.upkeep.stop();
    this.writer.close();
    this.end();
  }
}

function main(): void {
  const port = parentPort;
  if (port === null) throw new Error('the writer runs as a worker thread only');
  const tell = (message: FromWriter) => {
    port.postMessage(message);
  };
  // The pipeline of the same build made this object.
  const { dataDirectory, retention } = workerData as WriterWorkerData;
  try {
    const writer = new SqliteWriter(dataDirectory);
    tell({ kind: 'loaded', state: writer.load() });
    const upkeep = writer.maintenance({
      retention,
      onRemoved: (removal) => {
        tell({ kind: 'removed', removal });
      },
      onStorage: (storage) => {
        tell({ kind: 'storage', storage });
      },
    });
    const end = () => {
      port.close();
    };
    const thread = new WriterThread(writer, tell, end, upkeep);
    port.on('message', (message: ToWriter) => {
      thread.receive(message);
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    tell({ kind: 'failed', code: error.code, message: error.message });
    port.close();
  }
}

main();
