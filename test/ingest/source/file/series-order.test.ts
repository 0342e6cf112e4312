import { seriesOf } from '@tunnelwatch/server/ingest/source/file/log-name';
import fc from 'fast-check';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { type Follower, linesOf } from '../../../support/follower.js';

describe('the series of a file', () => {
  it.each([
    // The newest first.
    [['/l/gw1/2026-11-29.log', '/l/gw1/2026-11-28.log', '/l/gw1/2025-12-31.log']],
    [['/l/messages-20261129', '/l/messages-20261128']],
    [['/l/2026/12/01/gw4.log', '/l/2026/11/30/gw4.log', '/l/2026/11/29/gw4.log']],
    [['/l/gw4/2026/11/30.log', '/l/gw4/2026/11/29.log']],
    [['/l/gw1-2026-11-29-13.log', '/l/gw1-2026-11-29-12.log', '/l/gw1-2026-11-28-23.log']],
    [['/l/gw1-01-12-2026.log', '/l/gw1-30-11-2026.log']],
    [['/l/gw1_2026-Dec-01.log', '/l/gw1_2026-Nov-30.log']],
    [['/l/gw.log', '/l/gw.log.1', '/l/gw.log.2', '/l/gw.log.10']],
    [['/l/gw.log', '/l/gw.log-20261129', '/l/gw.log-20261128']],
    [['/l/gw.log-20261129', '/l/gw.log-20261129.1', '/l/gw.log-20261128']],
    [['/l/192.0.2.7.log', '/l/192.0.2.7.log.1', '/l/192.0.2.7-2026-11-28.log']],
  ])('[TAIL-35] is told from its name: %s', (names) => {
    const series = names.map(seriesOf);
    expect(new Set(series.map(({ key }) => key)).size).toBe(1);
    const orders = series.map(({ order }) => order);
    expect(orders.toSorted().toReversed()).toEqual(orders);
  });

  it.each([
    ['/l/gw1/2026-11-29.log', '/l/gw2/2026-11-28.log'],
    ['/l/gw1-20261129', '/l/gw2-20261128'],
    ['/l/gw-1.log', '/l/gw-2.log'],
    ['/l/192.0.2.7.log', '/l/192.0.2.8.log'],
    ['/l/192.0.2.7', '/l/192.0.2.8'],
    ['/l/2001-10-12--7.log', '/l/2001-10-13--7.log'],
    ['/l/2026/11/29/gw4.log', '/l/2026/11/28/gw5.log'],
    ['/l/gw-2026.log', '/l/gw-2027.log'],
  ])('[TAIL-35] is not that of another gateway: %s and %s', (one, other) => {
    expect(seriesOf(one).key).not.toBe(seriesOf(other).key);
  });

  it('[TAIL-35] sorts any two days as they came', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const layouts = [
      (date: string) => `/l/gw1-${date}.log`,
      (date: string) => `/l/gw1.log-${date.replaceAll('-', '')}`,
      (date: string) => `/l/${date.replaceAll('-', '/')}/gw1.log`,
      (date: string) => `/l/gw1/${date.split('-').toReversed().join('.')}.txt`,
    ];
    fc.assert(
      fc.property(day, day, fc.constantFrom(...layouts), (one, other, layout) => {
        const dates = [one, other].map((date) => date.toISOString().slice(0, 10));
        const [a, b] = dates.map((date) => seriesOf(layout(date)).order);
        const isEarlier = (dates[0] ?? '') < (dates[1] ?? '');
        expect((a ?? '') < (b ?? '')).toBe(isEarlier);
      }),
    );
  });
});

describe('a followed file', () => {
  const current = followedLogs();
  const finished = (reader: Follower) =>
    reader.reading
      .followed()
      .filter(({ isFinished }) => isFinished)
      .map(({ tail }) => tail.path);

  it('[TAIL-35] is finished when a newer one of its series has a line, also after a restart, until it gets one again', async () => {
    const world = current();
    const [old = '', today = ''] = ['2026-11-28.log', '2026-11-29.log'].map((name) => join(world.folder, name));
    const files = [join(world.folder, '*.log')];
    world.append(linesOf(1, 2), old);
    let reader = world.follow({ files });
    reader.read();
    expect(finished(reader)).toEqual([]);
    world.append([], today);
    reader.read(1500);
    // Without a line in it, it is not yet what the gateway writes to.
    expect(finished(reader)).toEqual([]);
    world.append(linesOf(3, 4), today);
    reader.read(3000);
    expect(finished(reader)).toEqual([old]);
    reader = world.follow({ files });
    reader.read();
    expect(finished(reader)).toEqual([old]);
    await laterThan(reader, old, today);
    world.append(linesOf(5, 5), old);
    reader.read(1500);
    expect(finished(reader)).toEqual([]);
    await laterThan(reader, today, old);
    world.append(linesOf(6, 6), today);
    reader.read(3000);
    expect(finished(reader)).toEqual([old]);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 6).sort());
  });

  it('[TAIL-35] is finished in the folder of an earlier day, and not in that of another gateway', () => {
    const world = current();
    const files = ['28/gw1.log', '28/gw2.log', '29/gw1.log'].map((name) => join(world.folder, '2026/11', name));
    for (const [index, file] of files.entries()) {
      mkdirSync(join(file, '..'), { recursive: true });
      world.append(linesOf(index * 10, index * 10 + 2), file);
      world.follow({ files: [join(world.folder, '**/*.log')] }).read();
    }
    const reader = world.follow({ files: [join(world.folder, '**/*.log')] });
    reader.read();
    expect(finished(reader)).toEqual([files[0]]);
  });

  it('[TAIL-35] is finished when it was rotated away, and a pattern finds it all the same', async () => {
    const world = current();
    const files = [join(world.folder, 'gw1.log*')];
    world.append(linesOf(1, 2));
    let reader = world.follow({ files });
    reader.read();
    renameSync(world.log, `${world.log}.1`);
    world.append(linesOf(3, 4));
    reader.read(1500);
    reader.read(QUIET_MS);
    reader = world.follow({ files });
    reader.read();
    // Whatever was counted under the name of a rotated file: nothing is expected of it.
    for (const { source, isFinished } of reader.reading.followed()) {
      expect(isFinished || source.name === world.log || source.lastArrival === null).toBe(true);
    }
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 4).sort());
  });
});

/** Waits for the clock: within a millisecond, the newer file of a series counts as the later one. */
async function laterThan(reader: Follower, file: string, other: string): Promise<void> {
  const arrival = Math.max(...[file, other].map((path) => reader.followed(path).source.lastArrival ?? 0));
  while (Date.now() <= arrival) await new Promise(setImmediate);
}
