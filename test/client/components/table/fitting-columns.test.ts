import { expect, it } from 'vitest';
import { fittingColumns } from '../../../../client/src/components/table/fitting-columns.js';

const COLUMNS = [
  { id: 'name', width: 'minmax(8rem, 1fr)', isFixed: true },
  { id: 'gateway', width: '6rem' },
  { id: 'rate', width: '4rem', yields: 1 },
  { id: 'total', width: '5rem', yields: 2 },
  { id: 'first', width: '5rem', yields: 2 },
];

function idsWithin(roomRem: number): string[] {
  return fittingColumns(COLUMNS, roomRem).map(({ id }) => id);
}

it('[SCR-2] leaves out whole columns where there is no room for all, those first that yield most', () => {
  expect(idsWithin(34)).toEqual(['name', 'gateway', 'rate', 'total', 'first']);
  expect(idsWithin(33)).toEqual(['name', 'gateway', 'rate', 'total']);
  expect(idsWithin(25)).toEqual(['name', 'gateway', 'rate']);
  expect(idsWithin(20)).toEqual(['name', 'gateway']);
  expect(idsWithin(0)).toEqual(['name']);
});
