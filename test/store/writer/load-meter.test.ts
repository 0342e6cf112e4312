import { LoadMeter } from '@tunnelwatch/server/store/writer/load-meter';
import { expect, it } from 'vitest';

it('says how many events came in the last second, and forgets those of long ago', () => {
  let now = 0;
  const meter = new LoadMeter(() => now);
  const after = (ms: number, events = 0) => {
    now += ms;
    meter.add(events);
    return meter.lastSecond;
  };
  expect(after(100, 500)).toBe(500);
  expect(after(100, 300)).toBe(800);
  expect(after(900, 10)).toBe(800);
  expect(after(1000, 20)).toBe(20);
  expect(after(3000)).toBe(0);
});
