import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import type { LineSearch } from '../../../core/search/line-search.js';
import type { Lexicon, SegmentPart } from '../../segment/content.js';
import { Lexicons } from './lexicons.js';
import { DamagedSegment, type Segment } from '../../segment/segment.js';
import { OpenSegment, type SegmentHead } from './open-segment.js';
import { SegmentHeads } from '../events/segment-heads.js';

/** Memory limit of open segments: a drill-down into an hour of a busy day stays open from one query to the next. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Writes segments as rows. */
export class SegmentWriter {
  private readonly insert: StatementSyncInstance;

  constructor(database: DatabaseSyncInstance) {
    this.insert = database.prepare(
      `INSERT INTO segment (version, first_seq, count, first_ms, last_ms, kinds, subjects, keys, facts, lines)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  add(segment: Segment, firstSeq: number): void {
    const { version, count, firstTime, lastTime, subjects, keys, facts, lines } = segment;
    const kinds = JSON.stringify(segment.kinds);
    this.insert.run(version, firstSeq, count, firstTime, lastTime, kinds, subjects, keys, facts, lines);
  }
}

/** Describes a damaged segment. */
export function damageOf(
  { id, firstSeq, count, firstTime, lastTime }: Omit<SegmentHead, 'version' | 'kinds'>,
  error: DamagedSegment,
): SegmentDamage {
  return { id, firstSeq, lastSeq: firstSeq + count - 1, firstTime, lastTime, reason: error.message };
}

export interface SegmentTableOptions {
  /** Memory limit of open segments. */
  mostBytes?: number;
  /** Called before each use of a segment; throws `QueryInterrupted` when the query is to end early. */
  checkpoint?: () => void;
}

/** Finds segments by time, and keeps the most recently used ones open. */
export class SegmentTable {
  private readonly open = new Map<number, OpenSegment>();
  /** The memory of each open segment when it was last used. */
  private readonly bytes = new Map<number, number>();
  private openBytes = 0;
  private readonly lexicons = new Lexicons();
  private readonly heads: SegmentHeads;
  private readonly parts: Record<SegmentPart, StatementSyncInstance>;

  constructor(
    database: DatabaseSyncInstance,
    private readonly names: (subjectId: number) => string | undefined,
    private readonly onDamage: (damage: SegmentDamage) => void,
    private readonly options: SegmentTableOptions = {},
  ) {
    this.heads = new SegmentHeads(database);
    const part = (name: SegmentPart) => database.prepare(`SELECT ${name} AS part FROM segment WHERE id = ?`);
    this.parts = {
      subjects: part('subjects'),
      keys: part('keys'),
      facts: part('facts'),
      lines: part('lines'),
    };
  }

  /**
   * Segments that may contain events with `from` <= time < `to`, in descending order of the newest place (last time, last
   * number) that an event of theirs can have.
   */
  overlapping(from: number, to: number): SegmentHead[] {
    return this.heads.current().filter((head) => head.lastTime >= from && head.firstTime < to);
  }

  /** Times of the oldest and the newest event in segments, epoch ms; undefined when there is none. */
  timeBounds(): { first: number; last: number } | undefined {
    const heads = this.heads.current();
    const furthest = heads[0];
    if (furthest === undefined) return undefined;
    const first = heads.reduce((least, head) => Math.min(least, head.firstTime), Number.POSITIVE_INFINITY);
    return { first, last: furthest.lastTime };
  }

  /** Whether a line of a segment may contain a text: if not, it need not be searched. */
  mayContain(head: SegmentHead, text: LineSearch): boolean {
    return this.lexicons.mayContain(head.id, text, (hasWords) => {
      let lexicon: Lexicon | undefined;
      this.use(head, ({ content }) => {
        lexicon = content.lexicon(hasWords);
      });
      return lexicon;
    });
  }

  /** Works on a segment; a damaged one is reported and skipped, so that the rest stays readable. */
  use(head: SegmentHead, work: (segment: OpenSegment) => void): void {
    this.options.checkpoint?.();
    try {
      let segment = this.open.get(head.id);
      this.open.delete(head.id);
      segment ??= new OpenSegment(head, (id, part) => this.readPart(id, part), this.names);
      this.open.set(head.id, segment);
      try {
        work(segment);
      } finally {
        // After an interruption too: what was opened until then counts.
        this.keepWithinBounds(segment);
      }
    } catch (error) {
      if (!(error instanceof DamagedSegment)) throw error;
      this.forget(head.id);
      this.onDamage(damageOf(head, error));
    }
  }

  /** Closes the least recently used segments until the open ones fit; even the current one if it must. */
  private keepWithinBounds({ head, byteLength }: OpenSegment): void {
    this.openBytes += byteLength - (this.bytes.get(head.id) ?? 0);
    this.bytes.set(head.id, byteLength);
    for (const id of this.open.keys()) {
      if (this.openBytes <= (this.options.mostBytes ?? MAX_BYTES)) return;
      this.forget(id);
    }
  }

  private forget(id: number): void {
    this.openBytes -= this.bytes.get(id) ?? 0;
    this.bytes.delete(id);
    this.open.delete(id);
  }

  private readPart(id: number, part: SegmentPart): unknown {
    const row: unknown = this.parts[part].get(id);
    return typeof row === 'object' && row !== null ? Reflect.get(row, 'part') : undefined;
  }
}
