import { useState } from 'react';

interface HeldListOptions<Row> {
  /** While true nothing changes places: somebody points at the list, is in it, or has chosen some of it. */
  readonly isHeld: boolean;
  /** The identity of a row. */
  readonly keyOf: (row: Row) => string | number;
  /**
   * A held row as it is now, even where the live list would no longer have it; undefined where it is gone for good. Absent: as it is
   * in the live list, else as it was.
   */
  readonly latestOf?: (row: Row) => Row | undefined;
}

interface HeldList<Row> {
  /** What is shown: the live list, or while held the rows that were shown before, in their places. */
  readonly shown: readonly Row[];
  /** How many rows of the live list are not shown. */
  readonly newer: number;
  /** Shows the live list, and holds that. */
  readonly showNewer: () => void;
}

/** Keeps a live list from moving under the hand: nobody clicks what has just changed places. */
export function useHeldList<Row>(live: readonly Row[], options: HeldListOptions<Row>): HeldList<Row> {
  const [shown, setShown] = useState(live);
  const next = options.isHeld ? heldRows(shown, live, options) : live;
  const steady = isSame(next, shown) ? shown : next;
  if (steady !== shown) setShown(steady);
  return {
    shown: steady,
    newer: options.isHeld ? newRows(steady, live, options.keyOf) : 0,
    showNewer: () => setShown(live),
  };
}

/** The rows of a held list in their places, each as it is now; the live list where none is left, since that cannot move. */
export function heldRows<Row>(
  shown: readonly Row[],
  live: readonly Row[],
  { keyOf, latestOf }: Pick<HeldListOptions<Row>, 'keyOf' | 'latestOf'>,
): readonly Row[] {
  const byKey = new Map(live.map((row) => [keyOf(row), row]));
  const latest = latestOf ?? ((row: Row): Row => byKey.get(keyOf(row)) ?? row);
  const rows = shown.flatMap((row) => latest(row) ?? []);
  return rows.length === 0 ? live : rows;
}

/** How many live rows are not among those that are shown. */
export function newRows<Row>(
  shown: readonly Row[],
  live: readonly Row[],
  keyOf: HeldListOptions<Row>['keyOf'],
): number {
  const keys = new Set(shown.map(keyOf));
  return live.filter((row) => !keys.has(keyOf(row))).length;
}

function isSame<Row>(one: readonly Row[], other: readonly Row[]): boolean {
  return one === other || (one.length === other.length && one.every((row, index) => row === other[index]));
}
