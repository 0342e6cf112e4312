import type { Change } from '@tunnelwatch/shared/protocol';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Part } from '../part.js';

/** Health of the sources; what changed is told once a second. */
export class SourcesPart implements Part {
  private readonly told = new Map<number, SourceHealth>();

  /** @param all the sources; an entry is replaced, never edited, when its health changes */
  constructor(private readonly all: () => Iterable<SourceHealth>) {}

  start(): Promise<void> {
    for (const source of this.all()) this.told.set(source.id, source);
    return Promise.resolve();
  }

  snapshot(): Change[] {
    return [{ kind: 'sources', sources: [...this.told.values()], removed: [] }];
  }

  onStep(): void {
    // Sources are reported on their own, not with steps.
  }

  take(_now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const sources = [...this.all()].filter((source) => this.told.get(source.id) !== source);
    for (const source of sources) this.told.set(source.id, source);
    return sources.length === 0 ? [] : [{ kind: 'sources', sources, removed: [] }];
  }
}
