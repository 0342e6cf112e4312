import { describe, expect, it } from 'vitest';
import { handlesTime } from '../../scripts/runners.mjs';

const ZONED = [`import { DateTime } from 'luxon';`];

describe('handlesTime', () => {
  it.each(['core/decode/time-stamp.test.ts', 'store/clock.test.ts', 'serve/http/time-range.test.ts'])(
    'runs %s again in an odd time zone, for its name',
    (path) => {
      expect(handlesTime(path, [])).toBe(true);
    },
  );

  it.each([
    `new Intl.DateTimeFormat('en')`,
    'time.getHours()',
    'new Date(2026, 1, 3)',
    'moment.toLocaleTimeString()',
    ...ZONED,
  ])('runs a test of a pure stage again when it or what it imports has %s', (text) => {
    expect(handlesTime('core/alert/registry/alert-registry.test.ts', ['', text])).toBe(true);
  });

  it('does not run a test again that computes with no zone, or that starts a server with a zone of its own', () => {
    expect(handlesTime('core/alert/registry/alert-registry.test.ts', ['new Date(ms).toISOString()'])).toBe(false);
    expect(handlesTime('store/sqlite/maintenance/retention.test.ts', ZONED)).toBe(false);
    expect(handlesTime('tooling/runtimes.test.ts', ZONED)).toBe(false);
    expect(handlesTime('core/diagnose/simulated-truth.test.ts', ZONED)).toBe(false);
  });
});
