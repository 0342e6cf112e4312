import { UsualRates } from '@tunnelwatch/server/core/alert/rates/usual-rates';
import { expect, it } from 'vitest';

it('[STORE-25] keeps the usual rates of known pairs while names are made up, and stores none of a single hour', () => {
  const rates = new UsualRates([], 4);
  for (let hour = 0; hour < 30; hour++) rates.count(1, 0, 10, hour);
  for (let made = 100; made < 120; made++) rates.count(made, 0, 1, 30);
  rates.count(1, 0, 10, 30);
  expect(rates.get(1, 0)).toMatchObject({ hours: 30, perHour: 10 });
  expect([116, 117, 118, 119].map((made) => rates.get(made, 0) !== undefined)).toEqual([false, true, true, true]);
  expect(rates.takeChanged().map(({ subjectId }) => subjectId)).toEqual([1]);
  rates.count(119, 0, 1, 31);
  expect(rates.takeChanged().map(({ subjectId, hours }) => [subjectId, hours])).toEqual([[119, 1]]);
});
