import { emptyCounts, type SourceRecord } from './source-tally.js';

/** All sources that lines were ever read from, with their counts; changed ones are stored with the next batch. */
export class SourceRegistry {
  private readonly byName = new Map<string, SourceRecord>();
  private readonly byId = new Map<number, SourceRecord>();
  /** The same in the order in which they were first seen; none ever leaves. */
  private readonly list: SourceRecord[] = [];
  private readonly earlier: ReadonlySet<number>;
  private readonly changed = new Set<SourceRecord>();
  private lastId = 0;

  /** @param stored the sources of earlier runs */
  constructor(stored: readonly SourceRecord[]) {
    for (const source of stored) this.add(source);
    this.earlier = new Set(this.byId.keys());
  }

  /** The record of a source, created when it is first seen. */
  of(kind: SourceRecord['kind'], name: string): SourceRecord {
    const known = this.byName.get(keyOf(kind, name));
    if (known !== undefined) return known;
    const source: SourceRecord = { id: this.lastId + 1, kind, name, ...emptyCounts() };
    this.add(source);
    this.changed.add(source);
    return source;
  }

  /** The record of a source that was seen before; undefined for any other. */
  find(kind: SourceRecord['kind'], name: string): SourceRecord | undefined {
    return this.byName.get(keyOf(kind, name));
  }

  byNumber(id: number): SourceRecord | undefined {
    return this.byId.get(id);
  }

  /** All sources, those of earlier runs included. */
  all(): readonly SourceRecord[] {
    return this.list;
  }

  /** True when a source was seen in an earlier run. */
  isFromEarlierRun({ id }: SourceRecord): boolean {
    return this.earlier.has(id);
  }

  /** Marks a record as changed, so that the next batch stores it. */
  markChanged(source: SourceRecord): void {
    this.changed.add(source);
  }

  get hasChanges(): boolean {
    return this.changed.size > 0;
  }

  /** The records that changed since `drainChanges` was last called. */
  changedRecords(): Iterable<SourceRecord> {
    return this.changed;
  }

  /** Copies of the records that changed since the last call. */
  drainChanges(): SourceRecord[] {
    const copies = [...this.changed].map((source) => structuredClone(source));
    this.changed.clear();
    return copies;
  }

  private add(source: SourceRecord): void {
    this.byName.set(keyOf(source.kind, source.name), source);
    this.byId.set(source.id, source);
    this.list.push(source);
    this.lastId = Math.max(this.lastId, source.id);
  }
}

function keyOf(kind: SourceRecord['kind'], name: string): string {
  return `${kind}\n${name}`;
}
