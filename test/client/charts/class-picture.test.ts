import { describe, expect, it } from 'vitest';
import { rowsOfBuckets, shiftedRows } from '../../../client/src/charts/chart-rows.js';
import { classColumns, classTable, classText, highestOf } from '../../../client/src/charts/class-picture.js';

const MINUTE = 60_000;
const CLASSES = ['replay', 'integrity'] as const;

function rows(counts: readonly (readonly number[])[], from = 0) {
  const buckets = counts.map((n, index) => ({ t: from + index * MINUTE, n: [...n] }));
  return rowsOfBuckets({ from, to: from + counts.length * MINUTE, stepMs: MINUTE, buckets });
}

const data = rows([
  [3, 1],
  [0, 0],
  [5, 2],
]);

describe('the picture of classes over time', () => {
  it('puts each class of a stack on those before it, and the compared time as one line', () => {
    const ghost = shiftedRows(rows([[9], [8], [7]], 10 * MINUTE), -10 * MINUTE);
    const columns = classColumns({ data, classes: CLASSES, kind: 'stack', ghost });
    expect(columns.slice(1).map((column) => [...column].slice(0, 3))).toEqual([
      [3, 0, 5],
      [4, 0, 7],
      [9, 8, 7],
    ]);
    expect(highestOf(columns)).toBe(9);
  });

  it('gives lines their own zero, and each its own ghost', () => {
    const ghost = rows([[9], [8], [7]]);
    const columns = classColumns({ data, classes: CLASSES, kind: 'lines', ghost });
    expect(columns.slice(1).map((column) => [...column].slice(0, 3))).toEqual([
      [3, 0, 5],
      [1, 0, 2],
      [9, 8, 7],
      [0, 0, 0],
    ]);
  });

  it('[LIVE-72] is told in words and as a table, newest first, without times in which nothing happened', () => {
    const content = { data, classes: CLASSES, kind: 'stack', ghost: null } as const;
    expect(classText(content)).toMatch(/^Highest: 7 per minute at .*Last: 7 per minute\. 11 events in all\.$/);
    const table = classTable(content);
    expect(table.columns).toEqual(['From, for 1 min', 'Replay', 'Integrity', 'All', 'Per minute']);
    expect(table.rows.map((row) => row.slice(1))).toEqual([
      ['5', '2', '7', '7'],
      ['3', '1', '4', '4'],
    ]);
    expect(classText({ ...content, data: rows([[0]]) })).toBe('No events in this time range.');
  });
});
