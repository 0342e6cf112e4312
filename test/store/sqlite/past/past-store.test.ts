import { forgetPast } from '@tunnelwatch/server/store/sqlite/past/past-tables';
import { openForWriting } from '@tunnelwatch/server/store/sqlite/database';
import type { Change } from '@tunnelwatch/shared/protocol';
import { describe, expect, it } from 'vitest';
import { tempFolders } from '../../../support/temp-folder.js';
import { VirtualMonitor } from '../../../support/virtual-monitor.js';

const START = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;
const folder = tempFolders();

async function run(monitor: VirtualMonitor, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    for (let second = 0; second < 60; second++) monitor.second();
    monitor.record();
  }
  monitor.second();
  await Promise.resolve();
}

function statusOf(changes: readonly Change[]) {
  const found = changes.find((change) => change.kind === 'status');
  if (found?.kind !== 'status') throw new Error('there is no status');
  return found.status;
}

describe('the past in the store', () => {
  it('[PAST-4] leaves out an old file that was read in later, whatever the times in it', async () => {
    const monitor = await VirtualMonitor.open(folder(), START, 3);
    await run(monitor, 3);
    const at = START + 2 * MINUTE;
    const ask = async () => (await monitor.past().view({ view: 'overview', window: '1h' }, at)).changes;
    const before = await ask();
    const total = statusOf((await monitor.past().view({ view: 'status' }, at)).changes).events;
    monitor.readLines(
      Array.from(
        { length: 500 },
        (_, index) =>
          `2026-02-10T12:0${String(index % 2)}:30.000000+00:00 gw-north EFW: IPSEC: prio=2 id=278 rev=1 event=replay ` +
          `action=drop seqno=${String(index + 1)} windowbase=9000 windowsize=64 matchkey=late-${String(index % 5)}`,
      ),
    );
    const status = statusOf((await monitor.past().view({ view: 'status' }, monitor.now)).changes);
    expect(status.events).toBeGreaterThanOrEqual(total + 500);
    expect(await ask()).toEqual(before);
    await monitor.close();
  });

  it('[PAST-3] has nothing of a commit that was refused, and all of it once when it was taken at last', async () => {
    const data = folder();
    const monitor = await VirtualMonitor.open(data, START, 3);
    await run(monitor, 1);
    // To the next full minute: of one minute the first record is kept.
    while (monitor.now % MINUTE !== 0) monitor.second();
    const database = openForWriting(data);
    database.exec(`CREATE TRIGGER broken BEFORE INSERT ON past_record BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    const stored = () => Promise.all([monitor.reader.countEvents({}), monitor.reader.pastMoment(monitor.now)]);
    const before = await stored();
    monitor.record();
    expect(() => {
      monitor.second();
    }).toThrow('no room');
    const [events, moment] = await stored();
    expect({ events, seq: moment.seq, stored: moment.stored }).toEqual({
      events: before[0],
      seq: before[1].seq,
      stored: before[1].stored,
    });
    database.exec('DROP TRIGGER broken');
    database.close();
    monitor.retry();
    const [after, next] = await stored();
    expect(after).toBeGreaterThan(events);
    expect(next).toMatchObject({ seq: after, stored: { at: monitor.now - 1000 } });
    await monitor.close();
  });

  it('[PAST-5] says when the server was not running, and when nothing was kept yet', async () => {
    const monitor = await VirtualMonitor.open(folder(), START, 3);
    await run(monitor, 2);
    monitor.now += 30 * MINUTE;
    await monitor.restart();
    await run(monitor, 2);
    const past = monitor.past();
    const isRunning = async (at: number) => (await past.view({ view: 'status' }, at)).wasRunning;
    expect(await isRunning(START - MINUTE)).toBe(false);
    expect(await isRunning(START + 2 * MINUTE)).toBe(true);
    expect(await isRunning(START + 20 * MINUTE)).toBe(false);
    expect(await isRunning(monitor.now - 1000)).toBe(true);
    const begins = (await monitor.reader.pastRange())?.from;
    expect(begins).toBeGreaterThanOrEqual(START);
    expect((await past.view({ view: 'status' }, START - MINUTE)).recordBegins).toBe(begins);
    await monitor.close();
  });

  it('[PAST-5] shows no verdict of a run that had ended by then', async () => {
    const monitor = await VirtualMonitor.open(folder(), START, 7);
    await run(monitor, 8);
    const during = await monitor.reader.pastVerdicts(monitor.now);
    expect(during.length).toBeGreaterThan(0);
    const ended = monitor.now;
    monitor.now += 5 * MINUTE;
    await monitor.restart();
    monitor.second();
    expect(await monitor.reader.pastVerdicts(ended)).toEqual(during);
    const after = await monitor.reader.pastVerdicts(monitor.now);
    expect(after.filter(({ verdict }) => verdict.since < ended)).toEqual([]);
    await monitor.close();
  });

  it('[PAST-7] forgets what lies before a time, and nothing that still held then', async () => {
    const data = folder();
    const monitor = await VirtualMonitor.open(data, START, 7);
    await run(monitor, 8);
    const cut = START + 5 * MINUTE;
    const moments = [cut, cut + MINUTE, cut + 2 * MINUTE];
    const views = [{ view: 'alerts' }, { view: 'wall' }] as const;
    const ask = () =>
      Promise.all(moments.flatMap((at) => views.map(async (view) => (await monitor.past().view(view, at)).changes)));
    const before = await ask();
    const database = openForWriting(data);
    const rows = () => database.prepare('SELECT count(*) AS n FROM past_moment').get();
    const kept = rows();
    forgetPast(database, cut);
    expect(rows()).not.toEqual(kept);
    database.close();
    expect(await ask()).toEqual(before);
    await monitor.close();
  });
});
