import { expect, it } from 'vitest';
import { gatewayFigures, thinnedSums, worstOf } from '../../../../client/src/views/overview/range-sums.js';

it('[LIVE-70] lists of a time range add up what the server counts: tunnels with their course, gateways by class', () => {
  const series = ['7', '8'].map((matchkey, index) => ({
    name: matchkey,
    gateway: 'gw1',
    matchkey,
    class: null,
    messageId: null,
    total: index === 0 ? 30 : 0,
    points: Array.from({ length: 120 }, (_, at): [number, number] => [at * 1000, at < 30 && index === 0 ? 1 : 0]),
    inventory: null,
  }));
  const [worst, ...rest] = worstOf({ from: 0, to: 120_000, series });
  expect(rest).toEqual([]);
  expect(worst).toMatchObject({ matchkey: '7', count: 30, perMinute: 15 });
  expect(worst?.spark).toHaveLength(60);
  expect(thinnedSums([1, 2, 3, 4, 5], 2)).toEqual([6, 9]);

  const of = (count: number) => new Map([['gw1', count]]);
  const figures = gatewayFigures([of(100), of(50), of(20), of(10), of(5)]).get('gw1');
  expect(figures?.failures).toBe(85);
  expect(Object.values(figures?.byClass ?? {})).toEqual([50, 20, 10, 15]);
});
