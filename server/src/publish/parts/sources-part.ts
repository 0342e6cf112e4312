import type { Change } from '@tunnelwatch/shared/protocol';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Part } from '../part.js';

/** With more sources than this, samples of lines stay out of the stream: who looks at one source asks for them. */
const MOST_WITH_SAMPLES = 50;

/** Health of the sources; what changed is told once a second. */
export class SourcesPart implements Part {
  private readonly told = new Map<number, SourceHealth>();

  /** @param all the sources; an entry is replaced, never edited, when its health changes */
  constructor(private readonly all: () => readonly SourceHealth[]) {}

  start(): Promise<void> {
    for (const source of this.all()) this.told.set(source.id, source);
    return Promise.resolve();
  }

  snapshot(): Change[] {
    return [{ kind: 'sources', sources: this.brief([...this.told.values()]), removed: [] }];
  }

  onStep(): void {
    // Sources are reported on their own, not with steps.
  }

  take(_now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const sources = this.all().filter((source) => this.told.get(source.id) !== source);
    for (const source of sources) this.told.set(source.id, source);
    return sources.length === 0 ? [] : [{ kind: 'sources', sources: this.brief(sources), removed: [] }];
  }

  private brief(sources: SourceHealth[]): SourceHealth[] {
    if (this.told.size <= MOST_WITH_SAMPLES) return sources;
    return sources.map((source) => ({ ...source, unreadableSamples: [], unknownSamples: [] }));
  }
}
