import { openOrigin, sharedReading } from '@tunnelwatch/server/core/lines/line-origin';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { CHART_WINDOWS } from '@tunnelwatch/shared/series';
import { describe, expect, it } from 'vitest';
import { monitorOf, NOTHING_KNOWN } from '../support/monitors.js';

const NOW = Date.UTC(2026, 1, 10, 17);
const EVENTS = 40;

/** The counts that live views get for one event a second. */
function countsOfASteadyStream() {
  const monitor = monitorOf(NOTHING_KNOWN, { startedAt: NOW, isWatched: true });
  const batches = new BatchBuilder(monitor, { isWatched: true });
  const origin = openOrigin(
    monitor.sources.of('file', '/logs/gw1.log'),
    { gatewayHint: 'gw1', isHintGuessed: false, format: null, isReadOnce: false, sender: null, binding: null },
    sharedReading({ timeZone: 'UTC', format: null }),
  );
  monitor.lines.arrive(NOW);
  for (let second = 0; second < EVENTS; second++) {
    const stamp = new Date(NOW + second * 1000).toISOString();
    const line = Buffer.from(
      `${stamp} gw1 EFW: IPSEC: prio=2 id=278 rev=1 event=replayed seqno=${String(second)} matchkey=m1`,
    );
    monitor.lines.line(origin, line, 0, line.length, false, NOW);
    // Parts as the messages of a cluster make them, which do not end with a bucket.
    if (second % 7 === 0) monitor.endLines();
  }
  const taken = batches.takeBatch(NOW, { files: [], tails: [] });
  return taken?.toStep({ step: 1, firstSeq: 1, count: EVENTS }).counts;
}

describe('the counts of a step', () => {
  it('have one entry for a subject in the finest bucket of a chart, and lose no event and no time', () => {
    const counts = countsOfASteadyStream();
    const seconds = Array.from(counts?.seconds ?? []);
    const finest = Math.min(...Object.values(CHART_WINDOWS).map(({ stepMs }) => stepMs));
    expect(seconds.map((second) => second * 1000 - NOW)).toEqual(
      Array.from({ length: (EVENTS * 1000) / finest }, (_, bucket) => bucket * finest),
    );
    expect(Array.from(counts?.counts ?? [])).toEqual(seconds.map(() => 5));
    expect(Array.from(counts?.lastTimes ?? [], (last, at) => last - (counts?.firstTimes[at] ?? 0))).toEqual(
      seconds.map(() => 4000),
    );
  });

  it('fall into whole buckets of every chart', () => {
    const seconds = Array.from(countsOfASteadyStream()?.seconds ?? []);
    for (const { stepMs } of Object.values(CHART_WINDOWS)) {
      expect(stepMs % 5000).toBe(0);
      expect(
        seconds.every((second) => Math.floor((second * 1000) / stepMs) === Math.floor((second * 1000 + 4999) / stepMs)),
      ).toBe(true);
    }
  });
});
