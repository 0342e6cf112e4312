import { useState } from 'react';

/**
 * A short list in its order, or, while somebody points at it or is in it, in the order that it had before: each row as it is
 * now, and those that have left as they were. Nobody clicks what has just changed places.
 *
 * @param keyOf a stable function: the identity of a row
 */
export function useHeldOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string, isHeld: boolean): readonly Row[] {
  const [shown, setShown] = useState(rows);
  const next = isHeld && shown.length > 0 ? updatedRows(shown, rows, keyOf) : rows;
  if (next !== shown) setShown(next);
  return next;
}

function updatedRows<Row>(shown: readonly Row[], rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const updated = shown.map((row) => byKey.get(keyOf(row)) ?? row);
  return updated.every((row, index) => row === shown[index]) ? shown : updated;
}
