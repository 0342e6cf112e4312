import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { lastSeqOf, type SegmentHead } from '../segments/open-segment.js';

const headSchema = z.object({
  id: z.number(),
  version: z.number(),
  first_seq: z.number(),
  count: z.number(),
  first_ms: z.number(),
  last_ms: z.number(),
  kinds: z.string(),
});
const kindsSchema = z.array(z.number());
const extentSchema = z.object({ segments: z.number(), newest: z.number() });
const idSchema = z.object({ id: z.number() });
const versionSchema = z.object({ data_version: z.number() });

/** Maximum number of distinct kind lists that are cached. */
const MAX_LISTS = 1000;

/**
 * The order of segments by the newest place (time, number) that an event of theirs can have: no event of a segment comes
 * before that place in a list. Ids do not tell, since merging gives old events a new id.
 */
function furthestFirst(a: SegmentHead, b: SegmentHead): number {
  return b.lastTime - a.lastTime || lastSeqOf(b) - lastSeqOf(a);
}

/**
 * The heads of all segments. A segment never changes and its id is never reused, so cached heads stay valid;
 * new ones are added and removed ones dropped when the database has changed.
 */
export class SegmentHeads {
  /** In the order of `furthestFirst`. */
  private heads: SegmentHead[] = [];
  private newest = 0;
  private dataVersion = -1;
  private readonly kindLists = new Map<string, readonly number[]>();
  private readonly statements: Record<'version' | 'extent' | 'added' | 'ids', StatementSyncInstance>;

  constructor(database: DatabaseSyncInstance) {
    this.statements = {
      version: database.prepare('PRAGMA data_version'),
      extent: database.prepare('SELECT count(*) AS segments, coalesce(max(id), 0) AS newest FROM segment'),
      added: database.prepare(
        'SELECT id, version, first_seq, count, first_ms, last_ms, kinds FROM segment WHERE id > ? ORDER BY id',
      ),
      ids: database.prepare('SELECT id FROM segment'),
    };
  }

  /** The heads as of the transaction that the connection is in, in the order of `furthestFirst`. */
  current(): readonly SegmentHead[] {
    // Detects commits of other connections only; a writer's own reader checks each time.
    const version = versionSchema.parse(this.statements.version.get()).data_version;
    const { segments, newest } = extentSchema.parse(this.statements.extent.get());
    if (version === this.dataVersion && segments === this.heads.length && newest === this.newest) return this.heads;
    const added = this.statements.added.all(this.newest).map((row) => this.toHead(row));
    if (this.heads.length + added.length !== segments) this.dropVanished();
    if (added.length > 0) {
      this.heads = [...this.heads, ...added].sort(furthestFirst);
    }
    this.newest = Math.max(this.newest, newest);
    this.dataVersion = version;
    return this.heads;
  }

  private dropVanished(): void {
    const ids = new Set(this.statements.ids.all().map((row) => idSchema.parse(row).id));
    this.heads = this.heads.filter(({ id }) => ids.has(id));
  }

  private toHead(row: unknown): SegmentHead {
    const { id, version, count, ...rest } = headSchema.parse(row);
    return {
      id,
      version,
      count,
      kinds: this.kindsOf(rest.kinds),
      firstSeq: rest.first_seq,
      firstTime: rest.first_ms,
      lastTime: rest.last_ms,
    };
  }

  /** Most segments have the same kinds and share one list. */
  private kindsOf(text: string): readonly number[] {
    let list = this.kindLists.get(text);
    if (list === undefined) {
      list = kindsSchema.parse(JSON.parse(text));
      if (this.kindLists.size >= MAX_LISTS) this.kindLists.clear();
      this.kindLists.set(text, list);
    }
    return list;
  }
}
