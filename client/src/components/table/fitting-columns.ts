import type { TableColumn } from './table-columns.js';

type Sized = Pick<TableColumn<never, string>, 'id' | 'width' | 'isFixed' | 'yields'>;

/** Between two columns, and at both edges together with the scroll bar. */
const GAP_REM = 1;
const EDGES_REM = 1.75;

/**
 * The columns that have room beside each other: without enough of it the first to go are those that yield most, of equal ones
 * the last; fixed ones stay.
 */
export function fittingColumns<Column extends Sized>(columns: readonly Column[], roomRem: number): readonly Column[] {
  const shown = [...columns];
  while (roomOf(shown) > roomRem) {
    const first = shown
      .filter(({ isFixed }) => isFixed !== true)
      .reduce<Column | undefined>((most, each) => ((each.yields ?? 0) >= (most?.yields ?? 0) ? each : most), undefined);
    if (first === undefined) break;
    shown.splice(shown.indexOf(first), 1);
  }
  return shown;
}

function roomOf(columns: readonly Sized[]): number {
  return columns.reduce((sum, { width }) => sum + leastRem(width) + GAP_REM, EDGES_REM - GAP_REM);
}

/** The least width of a track such as `6rem` or `minmax(6rem, 1fr)`. */
function leastRem(track: string): number {
  return Number.parseFloat(track.replace('minmax(', ''));
}
