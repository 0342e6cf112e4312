import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type {
  AnyCommandResult,
  Command,
  CommandName,
  CommandRequests,
  CommandResults,
} from '@tunnelwatch/shared/commands';
import { problemDetails } from '@tunnelwatch/shared/error-code';
import type { SharedSettings } from '../config/shared-settings.js';
import { CallTimeout } from '../threads/protocol.js';
import { Thread } from '../threads/thread.js';
import { LINE_THREAD_LIMITS } from '../threads/thread-limits.js';
import type { IngestData, IngestNotices, IngestProtocol, IngestReport } from './ingest-protocol.js';
import { nextTurn } from './next-turn.js';

/** How long a command may wait for its commit before its sender gets an error that the store does not respond. */
const COMMAND_WAIT_MS = 10_000;
/** An import of a large file takes longer. */
const IMPORT_WAIT_MS = 120_000;
const ROWS_IN_MESSAGE = 1000;

type OnProgress = (bytes: number, totalBytes: number) => void;
type ImportCommand = Extract<Command, { name: 'importInventory' }>;

/** The main thread's end of the ingest thread: the thread itself, and those of its calls that take more than a call. */
export class IngestThread {
  readonly thread: Thread<IngestProtocol>;
  private readonly onProgress = new Map<number, OnProgress>();
  /** Numbers of readings and uploads. */
  private nextNumber = 1;

  /** @param notices handlers of what the thread tells; the progress of a reading goes to whoever asked for it */
  constructor(data: IngestData, notices: Omit<IngestNotices, 'progress'>) {
    this.thread = new Thread<IngestProtocol>({
      entry: new URL('./ingest-worker.js', import.meta.url),
      name: 'the ingest thread',
      data,
      calls: { carryOut: true, enterNotes: true, sendPeople: true, applySettings: true, readFiles: true },
      notices: {
        ...notices,
        progress: (reading, bytes, totalBytes) => this.onProgress.get(reading)?.(bytes, totalBytes),
      },
      resourceLimits: LINE_THREAD_LIMITS,
    });
  }

  /** Executes a command; answers once it is durable, or with a refusal when it cannot be for now. */
  async carryOut<Name extends CommandName>(
    name: Name,
    request: CommandRequests[Name],
    actor: Actor,
  ): Promise<CommandResults[Name]> {
    // Name, request and result belong together, which the compiler cannot tell of a union.
    const command = { name, request } as Command;
    return (await this.carryOutAny(command, actor)) as CommandResults[Name];
  }

  private async carryOutAny(command: Command, actor: Actor): Promise<AnyCommandResult> {
    try {
      if (command.name !== 'importInventory') {
        return await this.thread.within(COMMAND_WAIT_MS).carryOut(command, actor, null);
      }
      const upload = this.nextNumber++;
      const rest = await this.sendRows(upload, command);
      return await this.thread.within(IMPORT_WAIT_MS).carryOut(rest, actor, upload);
    } catch (error) {
      if (!this.isUnanswered(error)) throw error;
      return { ok: false, alert: null, problem: STORE_DOES_NOT_ANSWER };
    }
  }

  /** Sends the rows of an import ahead of it, in messages of a bearable size; gives the command without them. */
  private async sendRows(upload: number, command: ImportCommand): Promise<ImportCommand> {
    const { origin, rows } = command.request;
    for (let from = 0; from < rows.length; from += ROWS_IN_MESSAGE) {
      this.thread.notify('importRows', upload, rows.slice(from, from + ROWS_IN_MESSAGE));
      await nextTurn();
    }
    return { name: command.name, request: { origin, rows: [] } };
  }

  /**
   * Enters notes in the audit trail; settles once they are durable.
   * @throws Error when the store does not accept them for now: resubmitting them enters them only once
   */
  async note(notes: readonly AuditNote[]): Promise<void> {
    try {
      await this.thread.within(COMMAND_WAIT_MS).enterNotes(notes.map((note) => ({ ...note, mayComeAgain: true })));
    } catch (error) {
      if (!this.isUnanswered(error)) throw error;
      throw new Error('the store does not accept audit trail entries at the moment: they are queued', { cause: error });
    }
  }

  /**
   * Sends changes of people to all nodes of the cluster; settles once they stand in the stream.
   * @throws Error when that is not known
   */
  sendPeople(id: string, body: Uint8Array): Promise<void> {
    return this.thread.within(COMMAND_WAIT_MS).sendPeople(id, body);
  }

  /**
   * Has settings applied on all nodes of the cluster; settles once they are in force here and durable.
   * @throws Error when that is not known
   */
  applySettings(values: SharedSettings, by: Actor): Promise<void> {
    return this.thread.within(COMMAND_WAIT_MS).applySettings(values, by);
  }

  /**
   * Reads whole files into the store beside what is being followed.
   * @throws Error when a file cannot be read, or when the thread ends before
   */
  async readFiles(files: readonly string[], onProgress: OnProgress): Promise<IngestReport> {
    const reading = this.nextNumber++;
    this.onProgress.set(reading, onProgress);
    try {
      return await this.thread.calls.readFiles(reading, files);
    } finally {
      this.onProgress.delete(reading);
    }
  }

  /** True where the store did not answer in time, or the thread has ended: what was asked for may still be stored. */
  private isUnanswered(error: unknown): boolean {
    return error instanceof CallTimeout || this.thread.hasEnded;
  }
}

const STORE_DOES_NOT_ANSWER = problemDetails(
  'store-unavailable',
  'the store does not accept changes at the moment: check later whether the change was stored',
  { title: 'Not stored yet' },
);
