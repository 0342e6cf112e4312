import { isLogName } from '@tunnelwatch/server/ingest/source/file/log-folder';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { type Follower, linesOf, textOf } from '../../../support/follower.js';

const current = followedLogs();

const names = (reader: Follower, folder: string) =>
  reader.reading
    .followed()
    .map(({ tail }) => tail.path.slice(folder.length + 1))
    .sort();

it.each([
  ...['gw1.log', 'gw1', 'messages', 'syslog', 'gw1.txt', 'gw1.json', '2026-11-29', 'gw1-20261129', '192.0.2.7'],
  ...['2001:db8::7.log', 'gw1.log.1', 'gw1.noc.example', 'SyslogCatchAll-2026-11-29.txt', 'gw1.log.old', 'a b.log'],
])('[TAIL-34] %s counts as a log', (name) => {
  expect(isLogName(name)).toBe(true);
});

it.each([
  ...['.gw1.log', '.gw1.log.swp', 'gw1.log.tmp', 'gw1.lock', 'rsyslog.pid', 'gw1.log~', '#gw1.log#', 'gw1.log.part'],
  ...['store.db', 'store.db-wal', 'store.db.1', 'wtmp', 'wtmp.1', 'btmp-20261101', 'lastlog', 'system.journal'],
  ...['ring.pcap', 'logs.tar', 'logs.tgz', 'rsyslog.conf', 'rotate.sh', 'gw1.offset'],
])('[TAIL-34] %s does not', (name) => {
  expect(isLogName(name)).toBe(false);
});

describe('a folder as a path', () => {
  it('[TAIL-34] means the logs in it and below it, also those that come later', async () => {
    const world = current();
    const folder = join(world.folder, 'logs');
    mkdirSync(join(folder, 'gw2', '2026'), { recursive: true });
    mkdirSync(join(folder, '.cache'));
    const put = (name: string, content: string | Buffer) => {
      writeFileSync(join(folder, name), content);
    };
    put('gw1.log', textOf(linesOf(1, 2)));
    put('gw1.log.1', textOf(linesOf(900, 910)));
    put('gw1.log.2.gz', gzipSync(textOf(linesOf(911, 920))));
    put('gw2/2026/messages', textOf(linesOf(11, 12)));
    put('.hidden.log', textOf(linesOf(921, 922)));
    put('.cache/x.log', textOf(linesOf(923, 924)));
    put('state.db', 'no log');
    put('counters', Buffer.from([1, 0, 0, 7]));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync(folder, join(folder, 'loop'));
    const reader = world.follow({ files: [folder] });
    reader.read();
    expect(names(reader, folder)).toEqual(['gw1.log', 'gw2/2026/messages']);
    mkdirSync(join(folder, 'gw3', 'deep', 'er'), { recursive: true });
    put('gw3/deep/er/gw3-20261129', textOf(linesOf(21, 22)));
    reader.read(1500);
    // What a rotation makes of a log is read as its generation, and once.
    world.rotate(join(folder, 'gw1.log'));
    world.append(linesOf(3, 4), join(folder, 'gw1.log'));
    for (let round = 1; round < 4; round++) reader.read(round * QUIET_MS);
    expect(names(reader, folder)).toEqual(['gw1.log', 'gw2/2026/messages', 'gw3/deep/er/gw3-20261129']);
    const expected = [...linesOf(1, 4), ...linesOf(11, 12), ...linesOf(21, 22)].sort();
    expect((await reader.stored()).sort()).toEqual(expected);
    const again = world.follow({ files: [folder] });
    again.read();
    expect((await again.stored()).sort()).toEqual(expected);
  });

  it('[TAIL-34] [TAIL-17] without logs is a source of its own that waits', () => {
    const world = current();
    const folder = join(world.folder, 'logs');
    mkdirSync(folder);
    const reader = world.follow({ files: [folder] });
    reader.read();
    expect(reader.reading.unmatched()).toEqual([{ pattern: folder, problem: null, isFolder: true }]);
    world.append(linesOf(1, 1), join(folder, 'gw1.log'));
    reader.read(1500);
    expect(reader.reading.unmatched()).toEqual([]);
    expect(names(reader, folder)).toEqual(['gw1.log']);
  });

  it('[ALM-40] is a problem while it cannot be listed, and when it is gone after it had logs', () => {
    const world = current();
    const folder = join(world.folder, 'site');
    const pattern = join(folder, '*.log');
    writeFileSync(folder, 'not a folder');
    const reader = world.follow({ files: [pattern] });
    reader.read();
    const failed = {
      kind: 'failed',
      text: `cannot read ${folder}: it is not a folder; check the path in the configuration`,
    };
    expect(reader.reading.patternProblems()).toEqual([{ pattern, problem: failed }]);
    rmSync(folder);
    reader.read(1500);
    expect(reader.reading.patternProblems()).toEqual([]);
    mkdirSync(folder);
    world.append(linesOf(1, 1), join(folder, 'gw1.log'));
    reader.read(3000);
    // A log that leaves is none, its folder is.
    rmSync(join(folder, 'gw1.log'));
    reader.read(4500);
    expect(reader.reading.patternProblems()).toEqual([]);
    rmSync(folder, { recursive: true });
    reader.read(6000);
    const gone = { kind: 'gone', text: `${folder} is gone: check whether it was moved or its file system unmounted` };
    expect(reader.reading.patternProblems()).toEqual([{ pattern, problem: gone }]);
    mkdirSync(folder);
    world.append(linesOf(2, 2), join(folder, 'gw1.log'));
    reader.read(7500);
    expect(reader.reading.patternProblems()).toEqual([]);
  });

  it('[ALM-40] is a problem when it is named itself, had logs and is gone', () => {
    const world = current();
    const folder = join(world.folder, 'site');
    mkdirSync(folder);
    world.append(linesOf(1, 1), join(folder, 'gw1.log'));
    const reader = world.follow({ files: [folder] });
    reader.read();
    rmSync(folder, { recursive: true });
    reader.read(1500);
    expect(reader.reading.patternProblems()).toMatchObject([{ pattern: folder, problem: { kind: 'gone' } }]);
    expect(names(reader, folder)).toEqual(['gw1.log']);
  });

  it('[TAIL-34] may appear in the place of a file, and go again', async () => {
    const world = current();
    const place = join(world.folder, 'gateways');
    const reader = world.follow({ files: [place] });
    reader.read();
    expect(reader.followed(place).tail.state).toBe('waiting');
    mkdirSync(place);
    world.append(linesOf(1, 2), join(place, 'gw1'));
    reader.read(1500);
    reader.read(3000);
    expect(names(reader, place)).toEqual(['gw1']);
    rmSync(place, { recursive: true });
    reader.read(4500);
    world.append(linesOf(3, 3), place);
    reader.read(6000);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 3).sort());
  });
});
