import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { beginsLike, fingerprintOf } from '@tunnelwatch/server/ingest/source/file/file-identity';
import { FileTail } from '@tunnelwatch/server/ingest/source/file/file-tail';
import { HeadIndex } from '@tunnelwatch/server/ingest/source/file/head-index';
import type { FileRecord } from '@tunnelwatch/server/store/file-record';
import { eventually, ServeProcess } from '../../../support/serve-process.js';
import { followedLogs } from '../../../support/followed-log.js';
import { linesOf, textOf } from '../../../support/follower.js';
import { tempFolders } from '../../../support/temp-folder.js';

const FILES = 300;
const current = followedLogs();
const tempFolder = tempFolders();

afterEach(() => {
  vi.restoreAllMocks();
});

describe('hundreds of files', () => {
  it('[TAIL-32] that rest are not looked into, and one that changes without a notice is read all the same', async () => {
    const world = current();
    const files = Array.from({ length: FILES }, (_, index) => join(world.folder, `gw-${String(index)}.log`));
    for (const [index, file] of files.entries()) writeFileSync(file, textOf(linesOf(index, index)));
    const reader = world.follow({ files: [join(world.folder, '*.log')] });
    reader.read();
    // What has just changed is looked at again for a moment.
    reader.read(1000);
    const poll = vi.spyOn(FileTail.prototype, 'poll');
    for (let second = 2; second < 30; second++) reader.read(second * 1000);
    expect(poll).not.toHaveBeenCalled();
    appendFileSync(files[FILES - 1] ?? '', textOf(linesOf(FILES, FILES)));
    for (let second = 30; second <= 40; second++) reader.read(second * 1000);
    expect(poll.mock.contexts.every((tail) => tail instanceof FileTail && tail.path === files[FILES - 1])).toBe(true);
    expect((await reader.stored()).sort()).toEqual(linesOf(0, FILES).sort());
  });

  it('[TAIL-32] tell how long an unread line has waited from the last poll before it came', () => {
    const world = current();
    const files = Array.from({ length: FILES }, (_, index) => join(world.folder, `gw-${String(index)}.log`));
    for (const [index, file] of files.entries()) writeFileSync(file, textOf(linesOf(index, index)));
    const reader = world.follow({ files: [join(world.folder, '*.log')] });
    for (const second of [0, 1, 30]) reader.read(second * 1000);
    const before = Date.now();
    // More than one poll takes.
    appendFileSync(files[0] ?? '', textOf(linesOf(0, 9000)));
    let second = 31;
    while (!reader.followed(files[0] ?? '').tail.isBehind) reader.pollOnce(second++ * 1000);
    const { readThroughAt } = reader.followed(files[0] ?? '').tail;
    expect(readThroughAt).toBeGreaterThanOrEqual(before + (second - 3) * 1000);
  });
});

describe('generations by their first bytes', () => {
  const recordOf = (id: number, head: Buffer): FileRecord => ({
    id,
    sourceId: id,
    path: '',
    device: '1',
    inode: String(id),
    position: head.length,
    tail: Buffer.alloc(0),
    landmarks: Buffer.alloc(0),
    fingerprint: fingerprintOf(head),
    fingerprintLength: head.length,
    head,
    isSkipping: false,
    size: head.length,
    state: 'reading',
  });

  it('[TAIL-33] leave out none that a content may be of', () => {
    const heads = fc
      .tuple(fc.constantFrom('', 'a', 'b'.repeat(63), 'b'.repeat(64), 'b'.repeat(100)), fc.string({ maxLength: 4 }))
      .map(([start, rest]) => Buffer.from((start + rest).padEnd(1024, 'x')));
    fc.assert(
      fc.property(fc.array(heads, { maxLength: 20 }), heads, fc.nat(1024), (all, content, length) => {
        const index = new HeadIndex();
        const records = all.map((head, id) => recordOf(id, head));
        for (const record of records) index.note(record);
        const forgotten = records.filter(({ id }) => id % 3 === 2);
        for (const record of forgotten) index.forget(record);
        const head = content.subarray(0, length);
        const found = [...index.alike(head)];
        const wanted = records.filter((record) => !forgotten.includes(record) && beginsLike(record, head));
        expect(found).toEqual(expect.arrayContaining(wanted));
        expect(found.filter((record) => forgotten.includes(record))).toEqual([]);
      }),
    );
  });
});

it('[TAIL-33] a file in a folder that was empty is read by notice, be the walk of the folders far away', async () => {
  const directory = tempFolder();
  // So many that a walk is not made every second.
  for (let host = 0; host < 600; host++)
    mkdirSync(join(directory, 'logs', `host-${String(host)}`), { recursive: true });
  for (let host = 0; host < 599; host++) {
    writeFileSync(join(directory, 'logs', `host-${String(host)}`, 'gw.log'), textOf(linesOf(host, host)));
  }
  const server = await ServeProcess.start({ directory, files: [join(directory, 'logs', '*', 'gw.log')] });
  try {
    await server.untilCount(599);
    writeFileSync(join(directory, 'logs', 'host-599', 'gw.log'), textOf(linesOf(599, 599)));
    await eventually('the new file', async () => (await server.count()) === 600);
  } finally {
    await server.remove();
  }
});
