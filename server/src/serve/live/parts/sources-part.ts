import type { Change } from '@tunnelwatch/shared/protocol';
import { briefSource, type SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Part } from '../part.js';

/** With more sources than this, details stay out of the stream: a page about one source requests them. */
const MAX_WITH_DETAILS = 50;
/** Maximum number of sources per update. When thousands change every second, each is sent every few seconds. */
const MAX_AT_ONCE = 500;

/** Health of the sources; changes are sent once a second. */
export class SourcesPart implements Part {
  /** In sending order, the least recently sent first. */
  private readonly told = new Map<number, SourceHealth>();

  /** @param all the sources; an entry is replaced, never edited, when its health changes */
  constructor(private readonly all: () => Iterable<SourceHealth>) {}

  start(): Promise<void> {
    for (const source of this.all()) this.told.set(source.id, source);
    return Promise.resolve();
  }

  snapshot(): Change[] {
    return [{ kind: 'sources', sources: this.brief([...this.told.values()]), removed: [] }];
  }

  onStep(): void {
    // Sources are reported separately, not with steps.
  }

  take(_now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const sources = this.next();
    for (const source of sources) {
      this.told.delete(source.id);
      this.told.set(source.id, source);
    }
    const removed = this.forgetGone();
    if (sources.length + removed.length === 0) return [];
    return [{ kind: 'sources', sources: this.brief(sources), removed }];
  }

  private forgetGone(): number[] {
    const ids = new Set<number>();
    for (const { id } of this.all()) ids.add(id);
    const removed = [...this.told.keys()].filter((id) => !ids.has(id));
    for (const id of removed) this.told.delete(id);
    return removed;
  }

  /** What to send now: all changes, or of very many those with a changed state, and then the ones that waited longest. */
  private next(): SourceHealth[] {
    const changed = new Map<number, SourceHealth>();
    for (const source of this.all()) {
      if (this.told.get(source.id) !== source) changed.set(source.id, source);
    }
    if (changed.size <= MAX_AT_ONCE) return [...changed.values()];
    const urgent = [...changed.values()].filter((source) => this.isUrgent(source));
    const taken = new Set(urgent.map(({ id }) => id));
    const others = [...this.told.keys()].flatMap((id) => (taken.has(id) ? [] : (changed.get(id) ?? [])));
    return [...urgent, ...others].slice(0, MAX_AT_ONCE);
  }

  private isUrgent({ id, state, lastError, silence }: SourceHealth): boolean {
    const told = this.told.get(id);
    if (told === undefined) return true;
    return state !== told.state || lastError !== told.lastError || (silence === null) !== (told.silence === null);
  }

  private brief(sources: SourceHealth[]): SourceHealth[] {
    return this.told.size <= MAX_WITH_DETAILS ? sources : sources.map(briefSource);
  }
}
