import { DROP_KINDS, type DropKind, type DropPoint } from '@tunnelwatch/shared/diagnosis';
import { digitsOf, type Drop } from './drop.js';

/** Points of each kind: a chart draws no more, and a rare kind keeps all of its own. */
const MAX_OF_KIND = 300;

/** Collects the refused packets of a tunnel for charts of their numbers over time. */
export class DropPoints {
  private readonly byKind = new Map<DropKind, DropPoint[]>();

  /** @param lag of the packet behind the right edge of the window; undefined when the line does not show it */
  note(drop: Drop, kind: DropKind, lag: number | undefined): void {
    const { seq, time, seqnoHigh, seqnoLow, windowSize } = drop;
    const points = this.byKind.get(kind) ?? [];
    if (points.length === 0) this.byKind.set(kind, points);
    points.push({
      seq,
      time,
      kind,
      seqno: digitsOf(seqnoHigh, seqnoLow),
      lag: lag ?? null,
      windowSize: Number.isNaN(windowSize) ? null : windowSize,
    });
  }

  /** The points of all kinds in the order of their events. */
  points(): DropPoint[] {
    return DROP_KINDS.flatMap((kind) => thinned(this.byKind.get(kind) ?? [], MAX_OF_KIND)).sort(
      (a, b) => a.time - b.time || a.seq - b.seq,
    );
  }
}

/** At most `most` (two or more) of some items, evenly spread, the first and the last among them. */
export function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)]).filter((item) => item !== undefined);
}
