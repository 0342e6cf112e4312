import { SOURCE_STATES, type SourceHealth } from '@tunnelwatch/shared/source-health';

export type SourceState = (typeof SOURCE_STATES)[number];

/** In the order in which a list shows them: what needs somebody first. */
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
  idle: 'Up to date',
  stopped: 'Not followed',
};

export const STATE_MEANING: Readonly<Record<SourceState, string>> = {
  degraded: 'It cannot be read. It is tried again by itself; the others go on.',
  starting: 'It was found, and its first look is under way.',
  waiting: 'It does not exist now. It is read as soon as it appears.',
  reading: 'Lines come in and are being stored.',
  idle: 'Everything that it holds is stored.',
  stopped: 'It was read once, or by an earlier run, and nobody follows it now.',
};

export interface SourceFilter {
  /** Part of the name; null for all. */
  readonly q: string | null;
  readonly state: SourceState | null;
}

/** The sources of a filter, by need and then by name. The order changes with a state, never with a number. */
export function listSources(sources: readonly SourceHealth[], filter: SourceFilter): readonly SourceHealth[] {
  const q = filter.q?.toLowerCase() ?? '';
  return sources
    .filter((source) => filter.state === null || source.state === filter.state)
    .filter((source) => q === '' || source.name.toLowerCase().includes(q))
    .toSorted((a, b) => need(a) - need(b) || compareNames(a.name, b.name) || a.id - b.id);
}

function need(source: SourceHealth): number {
  return STATES_BY_NEED.indexOf(source.state);
}

const collator = new Intl.Collator('en', { numeric: true });

function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

export interface SourceTotals {
  readonly byState: ReadonlyMap<SourceState, number>;
  readonly lines: number;
  readonly events: number;
  readonly unknown: number;
  readonly other: number;
  readonly unreadable: number;
  readonly empty: number;
  readonly lagBytes: number;
  readonly linesPerSecond: number;
}

/** All sources together. */
export function totalsOfSources(sources: readonly SourceHealth[]): SourceTotals {
  const sum = (read: (source: SourceHealth) => number): number =>
    sources.reduce((all, source) => all + read(source), 0);
  const counted = SOURCE_STATES.map((state) => [state, sum((source) => (source.state === state ? 1 : 0))] as const);
  return {
    byState: new Map(counted.filter(([, count]) => count > 0)),
    lines: sum((source) => source.counts.lines),
    events: sum((source) => source.counts.events),
    unknown: sum((source) => source.counts.unknown),
    other: sum((source) => source.counts.other),
    unreadable: sum((source) => source.counts.unreadable),
    empty: sum((source) => source.counts.empty),
    lagBytes: sum((source) => source.lagBytes),
    linesPerSecond: sum((source) => source.linesPerSecond),
  };
}

/** How much of a file is stored, 0 to 1; null where its size is not known. An empty file is stored whole. */
export function storedShare(source: Pick<SourceHealth, 'offset' | 'size'>): number | null {
  if (source.size === null) return null;
  return source.size === 0 ? 1 : Math.min(1, source.offset / source.size);
}

/** Counts by name, the greatest first, equal ones by name. */
export function byCount(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).toSorted(([nameA, a], [nameB, b]) => b - a || compareNames(nameA, nameB));
}
