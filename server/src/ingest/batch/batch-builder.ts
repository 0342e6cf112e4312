import type { Monitor } from '../../core/monitor.js';
import type { EventPart } from '../../core/events/event-part.js';
import type { FileRecord } from '../../store/file-record.js';
import type { Step } from '../../store/step.js';
import type { Batch, Committed, ReplicaPosition } from '../../store/store.js';
import type { TailBlock } from '../../store/tail-block.js';
import { StepSummary } from './step-summary.js';

/** The positions up to which sources were read: stored in one transaction with what was read. */
export interface Positions {
  files: FileRecord[];
  tails: TailBlock[];
  /** On a node of a cluster. */
  replica?: ReplicaPosition;
  /** True to have a digest of the store with it. */
  isDigested?: boolean;
  /** True to store them even when nothing came of what was read. */
  isDue?: boolean;
}

/** A batch to be made durable, and what to publish about it afterwards. */
export interface TakenBatch {
  batch: Batch;
  /** Lines of any kind that it is of. */
  lines: number;
  toStep: (committed: Committed) => Step;
  /** Says that the batch is durable. */
  noteStored: () => void;
}

/** Maximum number of full parts that may wait: this bounds what is read at a time, however many files there are. */
const MAX_FULL_PARTS = 2;

/** Builds batches from what the monitor has read and changed, and from the positions behind it. */
export class BatchBuilder {
  private summary: StepSummary;
  /** The highest number of a subject in the parts so far. */
  private lastSubmitted: number;
  /** Subjects in the parts of the next batch that had been let go of, and are stored once more. */
  private returned: number[] = [];

  constructor(
    private readonly monitor: Monitor,
    private readonly options: { isWatched: boolean },
  ) {
    this.summary = this.newSummary();
    this.lastSubmitted = monitor.interner.lastSubjectId;
  }

  /** True when so much was read that it should be submitted before more is read. */
  get isFull(): boolean {
    return this.monitor.pendingParts >= MAX_FULL_PARTS;
  }

  /** The parts of the next batch that are full: they can be submitted ahead of it. */
  takeFullParts(): EventPart[] {
    return this.monitor.drainParts().map(({ part, counts }) => {
      for (const { id } of part.subjects) {
        if (id > this.lastSubmitted) this.lastSubmitted = id;
        else this.returned.push(id);
      }
      if (this.options.isWatched) this.summary.add(part, counts);
      return part;
    });
  }

  /**
   * Everything since the last batch; undefined when there is nothing to store.
   * @param at epoch ms
   */
  takeBatch(at: number, { files, tails, replica, isDigested, isDue = false }: Positions): TakenBatch | undefined {
    const changes = this.monitor.drainChanges(at, isDue || files.length + tails.length > 0);
    if (changes === undefined) return undefined;
    const { lines, ...stored } = changes;
    const batch: Batch = {
      at,
      files,
      tails,
      ...stored,
      ...(replica !== undefined && { replica }),
      ...(isDigested === true && { isDigested }),
      parts: this.takeFullParts(),
    };
    const { summary, lastSubmitted, returned } = this;
    this.summary = this.newSummary();
    this.returned = [];
    const { alerts, gateways, goneGateways } = changes;
    return {
      batch,
      lines,
      toStep: (committed) => summary.finish({ committed, at, alerts, gateways, goneGateways }),
      noteStored: () => {
        this.monitor.interner.noteStored(lastSubmitted, returned);
      },
    };
  }

  private newSummary(): StepSummary {
    const { interner, sources } = this.monitor;
    return new StepSummary({
      subject: interner.subjectById,
      kind: interner.kindById,
      sourceName: (id) => sources.byNumber(id)?.name ?? '',
    });
  }
}
