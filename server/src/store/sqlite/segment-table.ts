import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { z } from 'zod';
import { decodeFacts, decodeKeys, decodeLines, decodeSubjects, type SegmentFacts } from '../segment/decode.js';
import { DamagedSegment, type Segment, SEGMENT_VERSION } from '../segment/segment.js';

/** What stands of a segment beside its columns. */
export interface SegmentHead {
  id: number;
  version: number;
  firstSeq: number;
  count: number;
  firstTime: number;
  lastTime: number;
  kinds: readonly number[];
}

const headSchema = z.object({
  id: z.number(),
  version: z.number(),
  first_seq: z.number(),
  count: z.number(),
  first_ms: z.number(),
  last_ms: z.number(),
  kinds: z.string(),
});
const sumsSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Segments kept open: their facts are some 1.5 MB each. */
const MOST_OPEN = 12;

/** Writes segments as rows. */
export class SegmentWriter {
  private readonly insert: StatementSyncInstance;

  constructor(database: DatabaseSyncInstance) {
    this.insert = database.prepare(
      `INSERT INTO segment (version, first_seq, count, first_ms, last_ms, kinds, subjects, keys, facts, lines, sums)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  add(segment: Segment, firstSeq: number): void {
    const { version, count, firstTime, lastTime, subjects, keys, facts, lines } = segment;
    const kinds = JSON.stringify(segment.kinds);
    const sums = JSON.stringify(segment.sums);
    this.insert.run(version, firstSeq, count, firstTime, lastTime, kinds, subjects, keys, facts, lines, sums);
  }
}

/** A segment whose parts are read when they are asked for. */
export class OpenSegment {
  private readonly sums: z.infer<typeof sumsSchema>;
  private subjectList: number[] | undefined;
  private keyArray: Uint16Array | undefined;
  private factArrays: SegmentFacts | undefined;
  private lineAt: ((at: number) => Buffer) | undefined;

  constructor(
    readonly head: SegmentHead,
    private readonly readPart: (id: number, part: string) => unknown,
    private readonly names: (subjectId: number) => string | undefined,
  ) {
    if (head.version !== SEGMENT_VERSION) {
      throw new DamagedSegment(
        `its version ${String(head.version)} is not known here: it was written by a newer Tunnelwatch`,
      );
    }
    this.sums = sumsSchema.parse(JSON.parse(z.string().parse(readPart(head.id, 'sums'))));
  }

  /** The subjects that occur, ascending. */
  get subjects(): readonly number[] {
    return (this.subjectList ??= decodeSubjects(this.part('subjects'), this.sums[0]));
  }

  /** For each event the number of its subject among `subjects`. */
  get keys(): Uint16Array {
    return (this.keyArray ??= decodeKeys(this.part('keys'), this.sums[1], this.head.count));
  }

  get facts(): SegmentFacts {
    return (this.factArrays ??= decodeFacts(this.part('facts'), this.sums[2], this.head.count));
  }

  /** The line of an event, byte for byte. */
  line(at: number): Buffer {
    const { count } = this.head;
    const { subjects, keys, names } = this;
    this.lineAt ??= decodeLines(this.part('lines'), this.sums[3], {
      count,
      subjects,
      keys,
      names,
      times: this.facts.times,
    });
    return this.lineAt(at);
  }

  private part(name: string): Buffer {
    return Buffer.from(z.instanceof(Uint8Array).parse(this.readPart(this.head.id, name)));
  }
}

/** A damaged segment by name. */
export function damageOf(
  { id, firstSeq, count, firstTime, lastTime }: Omit<SegmentHead, 'version' | 'kinds'>,
  error: DamagedSegment,
): SegmentDamage {
  return { id, firstSeq, lastSeq: firstSeq + count - 1, firstTime, lastTime, reason: error.message };
}

/** Finds segments by time, and keeps the ones used last open. */
export class SegmentTable {
  private readonly open = new Map<number, OpenSegment>();

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly names: (subjectId: number) => string | undefined,
    private readonly onDamage: (damage: SegmentDamage) => void,
  ) {}

  /** Segments that may hold events with `from` <= time < `to`, those that reach furthest first. */
  overlapping(from: number, to: number): SegmentHead[] {
    return this.database
      .prepare(
        `SELECT id, version, first_seq, count, first_ms, last_ms, kinds FROM segment
         WHERE last_ms >= ? AND first_ms < ? ORDER BY last_ms DESC, id DESC`,
      )
      .all(from, to)
      .map((row) => {
        const { id, version, count, ...rest } = headSchema.parse(row);
        const kinds = z.array(z.number()).parse(JSON.parse(rest.kinds));
        return {
          id,
          version,
          count,
          kinds,
          firstSeq: rest.first_seq,
          firstTime: rest.first_ms,
          lastTime: rest.last_ms,
        };
      });
  }

  /** Works on a segment; a damaged one is named and passed over, so that the rest stays readable. */
  use(head: SegmentHead, work: (segment: OpenSegment) => void): void {
    try {
      let segment = this.open.get(head.id);
      this.open.delete(head.id);
      segment ??= new OpenSegment(head, (id, part) => this.readPart(id, part), this.names);
      this.open.set(head.id, segment);
      for (const oldest of this.open.keys()) {
        if (this.open.size <= MOST_OPEN) break;
        this.open.delete(oldest);
      }
      work(segment);
    } catch (error) {
      if (!(error instanceof DamagedSegment)) throw error;
      this.open.delete(head.id);
      this.onDamage(damageOf(head, error));
    }
  }

  private readPart(id: number, part: string): unknown {
    const row: unknown = this.database.prepare(`SELECT ${part} AS part FROM segment WHERE id = ?`).get(id);
    return typeof row === 'object' && row !== null ? Reflect.get(row, 'part') : undefined;
  }
}
