import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lineOf, linesOf, storedCount, storedLines, textOf } from '../support/follower.js';
import { skipWithout } from '../support/programs.js';
import { type Ran, runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';
let data = '';

beforeEach(() => {
  folder = tempFolder();
  data = join(folder, 'data');
});

const ingest = (files: readonly string[], input: string | Buffer = '') =>
  runCli(['ingest', ...files, '--data', data, '--json'], { input, cwd: folder });

/** The report of a run that went well. */
function reportOf({ out, err, code }: Ran): Record<string, number> {
  expect({ err, code }).toEqual({ err: '', code: 0 });
  const report: unknown = JSON.parse(out);
  expect(Object.keys(Object(report))).toEqual([
    ...['lines', 'events', 'unknown', 'other', 'unreadable', 'empty', 'seconds', 'linesPerSecond'],
  ]);
  return report as Record<string, number>; // every value is a number in what the command prints
}

/** Counts of a report: lines, events, unknown, other, unreadable, empty. */
function countsOf(ran: Ran): number[] {
  const { seconds, linesPerSecond, ...counts } = reportOf(ran);
  expect(seconds).toBeGreaterThan(0);
  expect(linesPerSecond).toBeGreaterThanOrEqual(0);
  return Object.values(counts);
}

function write(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const MIXED = textOf([
  ...linesOf(1, 3),
  'EFW: IPSEC: id=1690 matchkey=m1',
  'EFW: CONN: prio=1 id=600001 event=conn_open',
  'no gateway wrote this',
  '',
]);
const NOTHING = [0, 0, 0, 0, 0, 0];

describe('ingest', () => {
  it('prints one object with what the lines became, and adds nothing the second time', async () => {
    const file = write('gw1.log', MIXED);
    expect(countsOf(await ingest([file]))).toEqual([7, 4, 1, 1, 1, 1]);
    expect(countsOf(await ingest([file, basename(file)]))).toEqual(NOTHING);
    appendFileSync(file, textOf(linesOf(4, 5)));
    expect(countsOf(await ingest([file, file]))).toEqual([2, 2, 0, 0, 0, 0]);
    expect(await storedLines(data)).toHaveLength(6);
  });

  it('says the same in a sentence without --json, and takes an unfinished last line as it is', async () => {
    const { out, code } = await runCli(['ingest', write('gw1.log', `${MIXED}${lineOf(4)}`), '--data', data]);
    expect(code).toBe(0);
    expect(out).toMatch(/^8 lines: 5 events \(1 unknown\), 1 other, 1 unreadable, 1 empty; [\d.]+ s, \d+ lines\/s\n$/);
    expect((await storedLines(data)).at(-1)).toBe(lineOf(4));
  });

  it('stores many small files at once, not each for itself, and knows of each how far it was read', async () => {
    const files = Array.from({ length: 40 }, (_, index) =>
      write(`gw${String(index)}.log`, textOf(linesOf(3 * index + 1, 3 * index + 3))),
    );
    expect(countsOf(await ingest(files))).toEqual([120, 120, 0, 0, 0, 0]);
    const database = new DatabaseSync(databaseFile(data), { readOnly: true });
    expect(Number(database.prepare("SELECT value FROM meta WHERE key = 'step'").get()?.['value'])).toBeLessThan(5);
    database.close();
    expect(countsOf(await ingest(files))).toEqual(NOTHING);
  });

  it('reads .gz, once, under any name, and leaves nothing of it outside of the data folder', async () => {
    mkdirSync(join(folder, 'logs'));
    const packed = gzipSync(MIXED);
    const file = write('logs/gw1.log.2.gz', packed);
    expect(countsOf(await ingest(['logs/gw1.log.2.gz']))).toEqual([7, 4, 1, 1, 1, 1]);
    expect(countsOf(await ingest([file]))).toEqual(NOTHING);
    expect(await storedLines(data)).toHaveLength(4);
    // The key of the audit trail is kept beside the data folder on purpose.
    expect(readdirSync(folder).sort()).toEqual(['data', 'data.audit.key', 'logs']);
    expect(readdirSync(join(folder, 'logs'))).toEqual(['gw1.log.2.gz']);
    expect(readFileSync(file)).toEqual(packed);
  });

  it('[TAIL-12] reads a log once, whether it comes compressed or as it is, whole or in part', async () => {
    const log = write('gw1.log', textOf(linesOf(1, 40)));
    const other = write('gw2.gz', gzipSync(textOf(linesOf(100, 109))));
    expect(countsOf(await ingest([log, other]))[0]).toBe(50);
    const whole = write('gw1.log.1.gz', gzipSync(textOf(linesOf(1, 40))));
    const part = write('archive.gz', gzipSync(textOf(linesOf(1, 30))));
    expect(countsOf(await ingest([whole, part]))).toEqual(NOTHING);
    const later = write('later.gz', gzipSync(textOf(linesOf(1, 60))));
    const unpacked = write('gw2.log', textOf(linesOf(100, 119)));
    expect(countsOf(await ingest([later, unpacked]))[0]).toBe(20 + 10);
    appendFileSync(log, textOf(linesOf(41, 70)));
    expect(countsOf(await ingest([log]))[0]).toBe(10);
    expect((await storedLines(data)).sort()).toEqual([...linesOf(1, 70), ...linesOf(100, 119)].sort());
  });

  it('ends with 1 for a .gz that is cut off, and reads only the rest of it when it is whole', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => lineOf(index));
    const whole = gzipSync(textOf(lines));
    const file = write('gw1.gz', whole.subarray(0, Math.floor(whole.length / 2)));
    const broken = await ingest([file]);
    expect(broken).toMatchObject({ code: 1, out: '' });
    expect(broken.err).toMatch(/gw1\.gz \(unexpected end of file\).*copy or compress it again/);
    const some = (await storedLines(data)).length;
    writeFileSync(file, whole);
    expect(countsOf(await ingest([file]))[0]).toBe(5000 - some);
    expect(await storedLines(data)).toEqual(lines);
  });

  it('ends with 1 for a .gz that is none', async () => {
    const ran = await ingest([write('gw1.gz', 'this is no gzip file')]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/gw1\.gz \(incorrect header check\).*remove \.gz from its name/);
  });

  it('refuses a .gz that unpacks to a thousand times its size', async () => {
    const bomb = await ingest([write('bomb.gz', gzipSync(Buffer.alloc(60_000_000), { level: 9 }))]);
    expect(bomb.code).toBe(1);
    expect(bomb.err).toMatch(/bomb\.gz decompresses to more than 1000 times its size/);
  });

  it('[DEL-1] reads standard input, which is new every time', async () => {
    expect(countsOf(await ingest(['-'], MIXED))).toEqual([7, 4, 1, 1, 1, 1]);
    const file = write('gw1.log', textOf(linesOf(8, 9)));
    expect(countsOf(await ingest(['-', file], `${MIXED}${lineOf(7)}`))).toEqual([10, 7, 1, 1, 1, 1]);
    expect(await storedLines(data)).toHaveLength(11);
  });

  it('takes patterns, and names with characters that mean something in one', async () => {
    const names = ['a.log', 'b.log', 'gw[1].log', 'x{1,2}.log', 'y (1)!.log', 'star*.log'];
    names.forEach((name, index) => write(name, textOf(linesOf(index, index))));
    expect(countsOf(await ingest(['gw[1].log', 'star*.log', 'x{1,2}.log', 'y (1)!.log']))[0]).toBe(4);
    expect(countsOf(await ingest(['*.log']))[0]).toBe(2);
    expect((await storedLines(data)).sort()).toEqual(linesOf(0, 5).sort());
  });

  it.each([
    ['xz', ['xz', '-zc'], 'xz -dc'],
    ['bz2', ['bzip2', '-zc'], 'bzip2 -dc'],
    ['zst', ['zstd', '-qc'], 'zstd -dc'],
    ['lz4', ['lz4', '-qc'], 'lz4 -dc'],
    ['zip', ['zip', '-q', '-'], 'unzip -p'],
  ])(
    '[TAIL-37] refuses a .%s with the command that reads it, and reads the other files',
    async (ending, make, command) => {
      const [program = '', ...flags] = make;
      skipWithout(program);
      const plain = write('plain.log', MIXED);
      const packed = execFileSync(program, [...flags, plain], { maxBuffer: 1e6 });
      const named = write(`gw 1.log.${ending}`, packed);
      // Its name does not say it.
      const unnamed = write('gw2.log', packed);
      const ran = await ingest([named, unnamed, plain]);
      expect(ran.code).toBe(1);
      expect(ran.out).toContain('"lines":7,"events":4,"unknown":1,"other":1,"unreadable":1,"empty":1');
      expect(ran.err).toBe(
        `nothing of ${named} is read, since it is compressed (${ending}); read it with: ${command} '${named}' | tunnelwatch ingest -\n` +
          `nothing of ${unnamed} is read, since it is compressed (${ending}); read it with: ${command} ${unnamed} | tunnelwatch ingest -\n`,
      );
      expect(await ingest([named])).toMatchObject({ code: 1, out: '' });
    },
  );

  it('[TAIL-37] reads a .gz under any name, and text under the name of another format', async () => {
    const packed = write('gw1.log', gzipSync(textOf(linesOf(1, 5))));
    const text = write('gw2.xz', textOf(linesOf(11, 12)));
    expect(countsOf(await ingest([packed, text]))[0]).toBe(7);
    expect((await storedLines(data)).sort()).toEqual([...linesOf(1, 5), ...linesOf(11, 12)].sort());
  });

  it('[TAIL-34] reads the logs in a folder, compressed ones too, and each once', async () => {
    mkdirSync(join(folder, 'logs', 'gw2'), { recursive: true });
    write('logs/gw1.log', textOf(linesOf(21, 25)));
    write('logs/gw1.log.1', textOf(linesOf(11, 20)));
    write('logs/gw1.log.2.gz', gzipSync(textOf(linesOf(1, 10))));
    write('logs/gw2/2026-11-29.log', textOf(linesOf(31, 33)));
    write('logs/state.db', 'no log');
    write('logs/.gw1.log.swp', 'no log');
    expect(countsOf(await ingest(['logs']))[0]).toBe(28);
    expect(countsOf(await ingest(['logs/']))[0]).toBe(0);
    expect((await storedLines(data)).sort()).toEqual([...linesOf(1, 25), ...linesOf(31, 33)].sort());
  });

  it('[DEL-21] reads a FIFO until its writer closes it, and /dev/stdin', async () => {
    const fifo = join(folder, 'gw1.fifo');
    execFileSync('mkfifo', [fifo]);
    const ran = ingest([fifo]);
    // Opens when the command does.
    await writeFile(fifo, textOf(linesOf(1, 2000)).trimEnd());
    expect(countsOf(await ran)[0]).toBe(2000);
    expect(countsOf(await ingest(['/dev/stdin'], textOf(linesOf(2001, 2003))))[0]).toBe(3);
    expect((await storedLines(data)).sort()).toEqual(linesOf(1, 2003).sort());
  });

  it('ends with 1 for a file that is not there, a pattern that nothing fits and a folder, and reads nothing', async () => {
    const file = write('gw1.log', MIXED);
    mkdirSync(join(folder, 'nothing'));
    for (const name of ['missing.log', 'no*.such', 'nothing']) {
      const ran = await ingest([file, name]);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain(name);
    }
    expect(countsOf(await ingest([file]))[0]).toBe(7);
  });

  it('ends with 2 for wrong usage', async () => {
    expect(await runCli(['ingest'])).toMatchObject({ code: 2, out: '' });
  });

  it('reads rotated files by name after the log they come from, each once', async () => {
    const log = write('gw1.log', textOf(linesOf(20, 29)));
    write('gw1.log.1', textOf(linesOf(10, 19)));
    write('gw1.log.2', textOf(linesOf(0, 9)));
    expect(countsOf(await ingest([log]))[0]).toBe(10);
    expect(countsOf(await ingest(['gw1.log*']))[0]).toBe(20);
    expect(countsOf(await ingest(['gw1.log*']))[0]).toBe(0);
    expect((await storedLines(data)).sort()).toEqual(linesOf(0, 29).sort());
  });
});

describe('garbage', () => {
  it('makes no event that is not there, and every line of it is counted as exactly one thing', async () => {
    const lines: (string | Buffer)[] = [
      Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 193 + 11) % 256).filter((byte) => byte !== 10)),
      'x'.repeat(1 << 20),
      `[2026-02-10 17:57:40] EFW: IPSEC: id=278 matchkey=m note=${'y'.repeat(1 << 20)}`,
      '__proto__=1',
      'constructor=1 __proto__=2',
      '{"__proto__":{"message":"EFW: IPSEC: id=278"}}',
      '{"message":',
      '{}',
      '[2026-02-10 17:57:40] EFW: IPSEC: id=278 matchkey="unclosed',
      '"""',
      'EFW: "',
      '\0\0\0',
      '\0\0',
      Buffer.from([0xff, 0xfe, 0x45, 0, 0x46, 0]),
      Buffer.from([0xc3, 0x28, 0xa0, 0xa1]),
      '   \t ',
      '\r',
      '',
      'EFW: CONN: id=1',
      lineOf(1),
    ];
    const bytes = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
    const [total, events, unknown, other, unreadable, empty] = countsOf(await ingest([write('garbage.log', bytes)]));
    expect([total, events, unknown, other]).toEqual([lines.length, 3, 0, 1]);
    expect(unreadable).toBe(lines.length - 3 - 1 - (empty ?? 0));
    expect(empty).toBeGreaterThanOrEqual(3);
    const stored = await storedLines(data);
    expect(stored.map((line) => line.slice(0, 50))).toEqual([
      '[2026-02-10 17:57:40] EFW: IPSEC: id=278 matchkey=',
      '[2026-02-10 17:57:40] EFW: IPSEC: id=278 matchkey=',
      lineOf(1).slice(0, 50),
    ]);
    expect(stored[0]).toHaveLength(65_536);
    expect(countsOf(await ingest(['-'], bytes))).toEqual([total, events, unknown, other, unreadable, empty]);
    const packed = write('garbage.gz', gzipSync(bytes));
    expect(countsOf(await ingest([packed]))).toEqual(NOTHING);
    data = join(folder, 'other-data');
    expect(countsOf(await ingest([packed]))).toEqual([total, events, unknown, other, unreadable, empty]);
  });
});

// One server for all of them: each start of one takes seconds.
describe('ingest beside a running server', () => {
  let server: ServeProcess;

  beforeAll(async () => {
    server = await ServeProcess.start({ content: textOf(linesOf(0, 4)) });
    await server.untilCount(5);
  });

  beforeEach(() => {
    folder = server.directory;
    ({ data } = server);
  });

  afterAll(() => server.remove());

  it('reads through it, with the same report, and what the server follows goes on', async () => {
    const file = write('other.txt', MIXED);
    expect(countsOf(await ingest([basename(file)]))).toEqual([7, 4, 1, 1, 1, 1]);
    const packed = write('other.gz', gzipSync(MIXED));
    expect(countsOf(await ingest([file, packed, server.log]))).toEqual(NOTHING);
    expect(countsOf(await ingest([write('more.gz', gzipSync(`${MIXED}${lineOf(7)}`))]))).toEqual([1, 1, 0, 0, 0, 0]);
    server.append(...linesOf(5, 9));
    await server.untilCount(15);
  });

  it('reads standard input, which is new every time here too, and leaves no copy of it behind', async () => {
    const before = await server.count();
    for (const round of [1, 2]) {
      expect(countsOf(await ingest(['-'], MIXED))).toEqual([7, 4, 1, 1, 1, 1]);
      expect(await server.count()).toBe(before + round * 4);
    }
    expect(readdirSync(join(data, 'spool'))).toEqual([]);
    const told = async () => JSON.stringify(await server.get('sources'));
    // Sources are told of once a second.
    await eventually('its source', async () => (await told()).includes('"standard input"'));
    const sources = await told();
    expect(sources).not.toContain('spool');
    expect(await server.count('gateway=stdin')).toBe(8);
  });

  it('ends with 1 and the reason when the server cannot read it', async () => {
    const before = await server.count();
    const ran = await ingest([write('gw2.gz', 'this is no gzip file')]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/incorrect header/);
    expect(await server.count()).toBe(before);
  });

  it('does not keep the server from stopping; the rest is read by the next run, nothing twice', async () => {
    const before = await server.count();
    const file = write('big.txt', textOf(linesOf(1000, 100_999)));
    const running = ingest([file]);
    await eventually('the file is being read', async () => (await server.count()) !== before);
    const code = await server.end();
    const ran = await running;
    expect(code).toBe(0);
    const stored = (await storedCount(data)) - before;
    if (ran.code === 0) expect(countsOf(ran)[0]).toBe(stored);
    else expect(ran.err).toMatch(/run it again/);
    expect(countsOf(await ingest([file]))[0]).toBe(100_000 - stored);
    expect(await storedCount(data)).toBe(before + 100_000);
  });
});
