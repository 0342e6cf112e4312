import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bytesOfText, patternOf, textOfName } from '@tunnelwatch/server/file-name';
import { literalPath, matchesOf } from '@tunnelwatch/server/ingest/source/file/file-pattern';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { linesOf, textOf } from '../../../support/follower.js';
import { ServeProcess } from '../../../support/serve-process.js';
import { tempFolders } from '../../../support/temp-folder.js';

const current = followedLogs();
const tempFolder = tempFolders();

/** Names that a file system allows, with the bytes that make trouble more often than chance would have them. */
const names = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom(...Buffer.from('\\x0aff*?[]{}()!+@|.-\n\r"\'é\u2028\u{1f600}\ufffd')),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0x2f ? 0xff : byte))))
  .filter((name) => !['.', '..'].includes(name.toString()));

const at = (folder: string, name: Buffer) => Buffer.concat([Buffer.from(`${folder}/`), name]);

/** Names with the text under which their source is shown. */
const NAMES: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('gw\xff.log', 'latin1'), 'gw\\xff.log'],
  [Buffer.from('gw\xfe.log', 'latin1'), 'gw\\xfe.log'],
  [Buffer.from('\xe2\x82.log', 'latin1'), '\\xe2\\x82.log'],
  [Buffer.from('gw\\xff.log'), 'gw\\x5cxff.log'],
  [Buffer.from('gw\ufffd.log'), 'gw\ufffd.log'],
  [Buffer.from('gw\n1.log'), 'gw\\x0a1.log'],
  [Buffer.from('gw\u202egol.log'), 'gw\\xe2\\x80\\xaegol.log'],
  [Buffer.from('gw\u2028.log'), 'gw\\xe2\\x80\\xa8.log'],
  [Buffer.from('[1].log'), '[1].log'],
  [Buffer.from('-rf.log'), '-rf.log'],
  [Buffer.from('"it\'s".log'), '"it\'s".log'],
  [Buffer.from('back\\*slash.log'), 'back\\*slash.log'],
  [Buffer.from(`${'ü'.repeat(125)}.log`), `${'ü'.repeat(125)}.log`],
];

describe('the text of a file name', () => {
  it('[TAIL-30] gives its bytes back, and can be shown anywhere', () => {
    fc.assert(
      fc.property(names, (name) => {
        const text = textOfName(name);
        expect(bytesOfText(text).equals(name)).toBe(true);
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 1000 },
    );
  });

  it('[TAIL-30] is found by a pattern for all and by a pattern for it alone', () => {
    const folder = tempFolder();
    let round = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(names, { minLength: 1, maxLength: 8, selector: (name) => name.toString('hex') }),
        (all) => {
          const own = join(folder, String(round++));
          mkdirSync(join(own, 'deep'), { recursive: true });
          for (const name of all) writeFileSync(at(join(own, 'deep'), name), '');
          const texts = all.map((name) => `${own}/deep/${textOfName(name)}`).sort();
          expect(matchesOf(`${own}/deep/*`).files).toEqual(texts);
          expect(matchesOf(`${own}/**`).files).toEqual(texts);
          for (const text of texts) expect(literalPath(patternOf(text))).toBe(text);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a log with any name is read exactly through growth, rotation and restarts', () => {
  it.each(NAMES.map(([name, shown]) => ({ name, shown })))('[TAIL-30] $shown', async ({ name, shown }) => {
    for (const isNamed of [false, true]) {
      const world = current();
      const folder = join(world.folder, String(isNamed));
      mkdirSync(folder);
      const log = at(folder, name);
      const append = (first: number, last: number) => {
        appendFileSync(log, textOf(linesOf(first, last)));
      };
      append(1, 3);
      const options = {
        files: [isNamed ? `${folder}/${patternOf(shown)}` : join(folder, '*.log')],
        data: join(folder, 'data'),
      };
      const reader = world.follow(options);
      reader.read();
      append(4, 5);
      reader.read(1000);
      expect(reader.followed(`${folder}/${shown}`).tail).toMatchObject({ state: 'idle', lastError: null, lagBytes: 0 });
      const again = world.follow(options);
      append(6, 6);
      again.read();
      world.stop();
      append(7, 7);
      // The longest names leave no room for what a rotation adds.
      if (name.length < 250) renameSync(log, Buffer.concat([log, Buffer.from('.1')]));
      append(8, 9);
      const last = world.follow(options);
      for (let round = 0; round < 3; round++) last.read(round * QUIET_MS);
      expect((await last.stored()).sort()).toEqual(linesOf(1, 9).sort());
      expect(last.sources().map((source) => source.name)).toEqual([`${folder}/${shown}`]);
      world.stop();
    }
  });

  it('[TAIL-30] may stand in folders with such names and behind links, as may what rotation makes of it', async () => {
    const world = current();
    const folder = Buffer.concat([Buffer.from(`${world.folder}/`), Buffer.from('f\xff\n', 'latin1')]);
    mkdirSync(folder);
    const log = Buffer.concat([folder, Buffer.from('/gw\xfe.log', 'latin1')]);
    writeFileSync(log, textOf(linesOf(1, 2)));
    symlinkSync(log, join(world.folder, 'link.log'));
    const reader = world.follow({ files: [join(world.folder, '**/*.log')] });
    reader.read();
    renameSync(log, Buffer.concat([log, Buffer.from('.1')]));
    appendFileSync(log, textOf(linesOf(3, 4)));
    for (let round = 0; round < 3; round++) reader.read(round * QUIET_MS);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 4).sort());
  });

  it('[TAIL-31] is found by what is left of its name where bytes were lost on the way', async () => {
    const world = current();
    const log = at(world.folder, Buffer.from('gw\xe2\x82-1.log', 'latin1'));
    const reader = world.follow({ files: [join(world.folder, 'gw\ufffd-1.log')] });
    reader.read();
    expect(reader.reading.unmatched()).toHaveLength(1);
    writeFileSync(log, textOf(linesOf(1, 2)));
    writeFileSync(at(world.folder, Buffer.from('gw-1.log')), textOf(linesOf(8, 9)));
    reader.read(2000);
    expect(await reader.stored()).toEqual(linesOf(1, 2));
    expect(reader.reading.unmatched()).toEqual([]);
  });
});

describe('the command line', () => {
  const MAIN = resolve('server/bundle/main.js');
  const shell = (folder: string, command: string) =>
    execFileSync('sh', ['-c', command], {
      cwd: folder,
      env: { ...process.env, MAIN, NODE: process.execPath },
    }).toString();

  it('[TAIL-31] takes names as the shell gives them, and as they are shown, and reads each once', () => {
    const folder = tempFolder();
    const all = ['gw\xff.log', 'gw\xfe.log', 'gw[\xff].log', '-\n.log'].map((name) => Buffer.from(name, 'latin1'));
    for (const [index, name] of all.entries()) writeFileSync(at(folder, name), textOf(linesOf(index, index)));
    const ingest = (files: string) =>
      JSON.parse(shell(folder, `"$NODE" "$MAIN" ingest --data data --json -- ${files}`)) as unknown;
    expect(ingest('*.log')).toMatchObject({ lines: 4, events: 4 });
    expect(ingest("'gw\\xff.log' 'gw*.log' './-\\x0a.log'")).toMatchObject({ lines: 0 });
  });

  it('[TAIL-31] follows them, and shows their sources by the same names', async () => {
    const folder = tempFolder();
    const names = ['gw\xff.log', 'gw[\xff].log'].map((name) => Buffer.from(name, 'latin1'));
    for (const [index, name] of names.entries()) writeFileSync(at(folder, name), textOf(linesOf(index, index)));
    const server = await ServeProcess.start({
      directory: folder,
      files: ['gw\\xff.log', 'gw\ufffd.log', 'gw\\[*.log'],
    });
    try {
      await server.untilCount(2);
      for (const [index, name] of names.entries())
        appendFileSync(at(folder, name), textOf(linesOf(5 + index, 5 + index)));
      await server.untilCount(4);
      const { items } = z
        .object({ items: z.array(z.object({ name: z.string(), state: z.string() })) })
        .parse(await server.get('sources'));
      expect(items.map(({ name }) => name).sort()).toEqual([`${folder}/gw[\\xff].log`, `${folder}/gw\\xff.log`]);
    } finally {
      await server.remove();
    }
  });
});
