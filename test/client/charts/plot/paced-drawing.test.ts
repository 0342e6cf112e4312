import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PacedDrawing } from '../../../../client/src/charts/plot/paced-drawing.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

it('[LIVE-75] a chart is drawn at once, then at most once a second, with nothing lost', () => {
  let drawn = 0;
  const paced = new PacedDrawing(() => drawn++);
  for (let at = 0; at < 50; at++) {
    paced.request();
    vi.advanceTimersByTime(100);
  }
  expect(drawn).toBe(6);
  vi.advanceTimersByTime(1000);
  expect(drawn).toBe(6);
  vi.advanceTimersByTime(10_000);
  expect(drawn).toBe(6);
});

it('[LIVE-75] what somebody asked for is drawn at once, what nobody sees not at all, and when it comes into view', () => {
  let drawn = 0;
  const paced = new PacedDrawing(() => drawn++);
  paced.request();
  paced.request(true);
  expect(drawn).toBe(2);
  paced.setInView(false);
  paced.request(true);
  vi.advanceTimersByTime(10_000);
  expect(drawn).toBe(2);
  paced.setInView(true);
  expect(drawn).toBe(3);
  paced.request();
  paced.close();
  vi.advanceTimersByTime(10_000);
  expect(drawn).toBe(3);
});
