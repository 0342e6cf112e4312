import type { Change } from '@tunnelwatch/shared/protocol';
import fc from 'fast-check';
import { sampleAlert, sampleStatus } from '../../support/samples.js';

const STEP_MS = 1000;
const ids = fc.integer({ min: 1, max: 12 });

const status = fc
  .integer({ min: 0, max: 5 })
  .map((events): Change => ({ kind: 'status', status: sampleStatus({ events }) }));

const buckets = fc
  .record({
    first: fc.integer({ min: 0, max: 20 }),
    named: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
    count: fc.nat(9),
  })
  .map(({ first, named, count }): Change => ({
    kind: 'buckets',
    from: first * STEP_MS,
    to: 31 * STEP_MS,
    stepMs: STEP_MS,
    buckets: named.map((index) => ({ t: index * STEP_MS, n: [count, index] })),
  }));

const alerts = fc
  .record({
    changed: fc.array(fc.record({ id: ids, count: fc.integer({ min: 1, max: 3 }) }), { maxLength: 4 }),
    removed: fc.array(ids, { maxLength: 2 }),
  })
  .map(({ changed, removed }): Change => ({
    kind: 'alerts',
    alerts: changed.map((part) => sampleAlert(part)),
    removed,
    notShown: { urgent: 0, high: 0, medium: 0, low: 0 },
  }));

const worst = fc
  .record({ class: fc.constantFrom('replay' as const, 'integrity' as const), count: fc.nat(3) })
  .map((part): Change => ({
    kind: 'worst',
    class: part.class,
    sparkTo: 60_000,
    sparkStepMs: 60_000,
    rows: [
      {
        gateway: 'gw-a',
        matchkey: 'k',
        count: part.count,
        perMinute: 0,
        spark: [part.count],
        verdict: null,
        inventory: null,
      },
    ],
  }));

const heat = fc
  .stringMatching(/^[.a-l]{0,6}$/)
  .map((cells): Change => ({ kind: 'heat', gateways: [{ gateway: 'gw-a', cells, tunnelsPerCell: 1 }] }));

const heatPatch = fc
  .array(fc.tuple(fc.nat(7), fc.constantFrom('.', 'a', 'l')), { maxLength: 3 })
  .map((cells): Change => ({ kind: 'heatPatch', patches: [{ gateway: 'gw-a', cells }] }));

/** Any change of the kinds that build on what was there before. */
export const arbitraryChange: fc.Arbitrary<Change> = fc.oneof(status, buckets, alerts, worst, heat, heatPatch);
