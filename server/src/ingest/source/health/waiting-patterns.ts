import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { emptyCounts } from '../../../core/aggregate/source-tally.js';
import type { UnmatchedPattern } from '../file/file-set.js';

/**
 * Patterns that match no file, as sources of their own: a user has configured them, and must see that they yield
 * nothing yet. They disappear when a file appears. Their ids are negative, so that they collide with no other.
 */
export class WaitingPatterns {
  private readonly ids = new Map<string, number>();
  private readonly told = new Map<string, string>();

  /** The changes since the last call: waiting patterns, and the ids of those that no longer wait. */
  changes(unmatched: readonly UnmatchedPattern[]): { sources: SourceHealth[]; gone: number[] } {
    const sources: SourceHealth[] = [];
    for (const { pattern, problem, isFolder } of unmatched) {
      const text = problem?.text ?? waitingNote(pattern, isFolder);
      if (this.told.get(pattern) === text) continue;
      this.told.set(pattern, text);
      sources.push(describe(this.idOf(pattern), pattern, text, problem?.kind !== 'failed'));
    }
    const waiting = new Set(unmatched.map(({ pattern }) => pattern));
    const gone: number[] = [];
    for (const pattern of this.told.keys()) {
      if (waiting.has(pattern)) continue;
      this.told.delete(pattern);
      gone.push(this.idOf(pattern));
    }
    return { sources, gone };
  }

  private idOf(pattern: string): number {
    const id = this.ids.get(pattern) ?? -1 - this.ids.size;
    this.ids.set(pattern, id);
    return id;
  }
}

function waitingNote(pattern: string, isFolder: boolean): string {
  return isFolder
    ? `there is no log file in ${pattern} yet: the first one will be read as soon as it appears`
    : `no file matches ${pattern} yet: the first match will be read as soon as it appears`;
}

function describe(id: number, pattern: string, note: string, isWaiting: boolean): SourceHealth {
  return {
    ...emptyCounts(),
    id,
    kind: 'file',
    name: pattern,
    state: isWaiting ? 'waiting' : 'degraded',
    offset: 0,
    size: null,
    lagBytes: 0,
    lagMs: 0,
    linesPerSecond: 0,
    bytesPerSecond: null,
    silence: null,
    listener: null,
    pastError: null,
    lastError: note,
  };
}
