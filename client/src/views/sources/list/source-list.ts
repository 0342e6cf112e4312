import type { SOURCE_STATES } from '@tunnelwatch/shared/source-health';
import { type SourceHealth } from '@tunnelwatch/shared/source-health';
import { type SourceTrouble, troublesOf } from '@tunnelwatch/shared/source-trouble';

export type SourceState = (typeof SOURCE_STATES)[number];

/** In display order: those that need attention first. */
export const STATES_BY_NEED = [
  'degraded',
  'starting',
  'waiting',
  'reading',
  'idle',
  'stopped',
] as const satisfies readonly SourceState[];

export const STATE_LABEL: Readonly<Record<SourceState, string>> = {
  degraded: 'Degraded',
  starting: 'Starting',
  waiting: 'Waiting',
  reading: 'Reading',
  idle: 'All read',
  stopped: 'Inactive',
};

export const STATE_MEANING: Readonly<Record<SourceState, string>> = {
  degraded: 'Cannot be read. Retrying automatically; other sources continue.',
  starting: 'Found; the first read is in progress.',
  waiting: 'The file does not exist. It is read as soon as it appears.',
  reading: 'Lines are arriving and being stored.',
  idle: 'Everything is stored.',
  stopped: 'Read once or by an earlier run; not followed now.',
};

/** Filters of the list: one state, or sources that need attention. */
export const STATE_FILTERS = ['trouble', ...STATES_BY_NEED] as const;

export type StateFilter = (typeof STATE_FILTERS)[number];

export interface SourceFilter {
  /** Part of the name; null for all. */
  readonly q: string | null;
  readonly state: StateFilter | null;
}

/** The sources that match a filter, in their original order. */
export function filterSources(sources: readonly SourceHealth[], filter: SourceFilter): readonly SourceHealth[] {
  const q = filter.q?.toLowerCase() ?? '';
  return sources
    .filter((source) => isInState(source, filter.state))
    .filter((source) => q === '' || source.name.toLowerCase().includes(q));
}

function isInState(source: SourceHealth, state: StateFilter | null): boolean {
  if (state === null) return true;
  return state === 'trouble' ? troublesOf(source).length > 0 : source.state === state;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Natural order of names: gw2 before gw10. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

export interface SourceTotals {
  readonly byState: ReadonlyMap<SourceState, number>;
  /** Sources by their worst trouble; the worst trouble first. */
  readonly byTrouble: ReadonlyMap<SourceTrouble, number>;
  readonly inTrouble: number;
  readonly lines: number;
  readonly events: number;
  readonly unknown: number;
  readonly other: number;
  readonly unreadable: number;
  readonly empty: number;
  readonly slow: number;
  readonly lagBytes: number;
  /** The worst source's. */
  readonly lagMs: number;
  /** Number of sources with waiting bytes. */
  readonly lagging: number;
  readonly linesPerSecond: number;
  /** Of the sources that count bytes; null if none does. */
  readonly bytesPerSecond: number | null;
}

/** All sources together. */
export function totalsOfSources(sources: readonly SourceHealth[]): SourceTotals {
  const sum = (read: (source: SourceHealth) => number): number =>
    sources.reduce((all, source) => all + read(source), 0);
  const byState = countBy(sources, (source) => source.state);
  const byTrouble = countBy(sources, (source) => troublesOf(source)[0]);
  const bytes = sources.flatMap(({ bytesPerSecond }) => bytesPerSecond ?? []);
  return {
    byState,
    byTrouble,
    inTrouble: [...byTrouble.values()].reduce((all, count) => all + count, 0),
    lines: sum((source) => source.counts.lines),
    events: sum((source) => source.counts.events),
    unknown: sum((source) => source.counts.unknown),
    other: sum((source) => source.counts.other),
    unreadable: sum((source) => source.counts.unreadable),
    empty: sum((source) => source.counts.empty),
    slow: sum((source) => source.counts.slow),
    lagBytes: sum((source) => source.lagBytes),
    lagMs: sources.reduce((worst, source) => Math.max(worst, source.lagMs), 0),
    lagging: sum((source) => (source.lagMs > 0 ? 1 : 0)),
    linesPerSecond: sum((source) => source.linesPerSecond),
    bytesPerSecond: bytes.length === 0 ? null : bytes.reduce((all, rate) => all + rate, 0),
  };
}

function countBy<Name>(
  sources: readonly SourceHealth[],
  nameOf: (source: SourceHealth) => Name | undefined,
): ReadonlyMap<Name, number> {
  const counts = new Map<Name, number>();
  for (const source of sources) {
    const name = nameOf(source);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Stored share of a file, 0 to 1; null if its size is not known. An empty file is completely stored. */
export function storedShare(source: Pick<SourceHealth, 'offset' | 'size'>): number | null {
  if (source.size === null) return null;
  return source.size === 0 ? 1 : Math.min(1, source.offset / source.size);
}

/** Counts by name, the greatest first, equal ones by name. */
export function byCount(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).toSorted(([nameA, a], [nameB, b]) => b - a || compareNames(nameA, nameB));
}
