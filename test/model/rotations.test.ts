import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { Follower, lineOf, storedLines } from '../support/follower.js';
import { seededRandom } from '../support/random.js';
import { eventually, ServeProcess } from '../support/serve-process.js';

/** `npm run model -- --rotations 50 --megabytes 4` sets them. */
const ROUNDS = Number(process.env['TUNNELWATCH_MODEL_ROTATIONS'] ?? 4);
const MEGABYTES = Number(process.env['TUNNELWATCH_MODEL_MEGABYTES'] ?? 1);
const SEED = Number(process.env['TUNNELWATCH_MODEL_SEED'] ?? 1);
const LOGROTATE = '/usr/sbin/logrotate';
/** Bytes that are written at once. */
const PIECE_BYTES = 1_000_000;
const LINE_BYTES = 400;
const PATIENCE_MS = 600_000;

/**
 * What operators write in their configuration. Each has a log of its own, of which one is rotated in each round: a
 * logrotate whose configuration changes overwrites what it made before.
 */
const WAYS: readonly string[] = [
  'create',
  'nocreate',
  'copytruncate',
  'copytruncate\n  compress',
  'copytruncate\n  compress\n  delaycompress',
  'create\n  compress',
  'create\n  compress\n  delaycompress',
  'create\n  dateext\n  dateformat -%Y%m%d-%s',
  'copytruncate\n  dateext\n  dateformat -%Y%m%d-%s',
  'copytruncate\n  dateext\n  dateformat -%Y%m%d-%s\n  extension .log',
  'create\n  dateext\n  dateformat -%Y%m%d-%s\n  compress',
];

/** What happens to the server while logrotate runs. */
const FATES = ['goes on', 'is killed', 'is stopped', 'is down'] as const;

let server: ServeProcess | undefined;
let follower: Follower | undefined;

beforeAll(() => {
  if (!existsSync(LOGROTATE)) throw new Error(`${LOGROTATE} is missing: install it (apt-get install logrotate)`);
});

afterEach(async () => {
  follower?.kill();
  follower = undefined;
  await server?.remove();
  server = undefined;
});

it(
  `[TAIL-9] [TAIL-18] the logrotate of Debian in ${String(ROUNDS)} rounds of ${String(MEGABYTES)} MB, and the server ended in between, costs no line and doubles none`,
  async () => {
    const random = seededRandom(SEED);
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
    const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-rotations-'));
    const logs = WAYS.map((_, index) => join(directory, `gw${String(index + 1)}.log`));
    for (const log of logs) writeFileSync(log, '');
    server = await ServeProcess.start({ directory, files: logs });
    let written = 0;
    const told: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const log = pick(logs) ?? '';
      const way = WAYS[logs.indexOf(log)] ?? '';
      written = await writeLines(log, written, MEGABYTES * 1_000_000);
      const fate = pick(FATES);
      told.push(`${way.replaceAll(/\s+/g, ' ')} (${String(fate)})`);
      if (fate === 'is down') await server.end('SIGKILL');
      // Nobody writes while it runs: what comes between the copy and the truncation would be destroyed.
      const rotated = rotate(directory, log, way);
      if (fate === 'is killed' || fate === 'is stopped') {
        await Promise.race([rotated, pause(random() * 20 * (1 + MEGABYTES))]);
        await server.end(fate === 'is killed' ? 'SIGKILL' : 'SIGTERM');
      }
      await rotated;
      // Names with the second in them come once a second.
      if (way.includes('%s')) await untilNextSecond();
      if (fate === 'goes on') continue;
      server = await ServeProcess.start({ directory, files: logs });
    }
    for (const log of logs) written = await writeLines(log, written, LINE_BYTES * 10);
    const running = server;
    await eventually(`${String(written)} events`, async () => (await running.count()) >= written, PATIENCE_MS / 2);
    await server.end();
    // Whatever was left to wait for: rotated files that are still open, compressed ones behind them.
    follower = new Follower({ files: logs, data: server.data });
    for (const later of [0, 11_000, 22_000]) await follower.settle(later);
    const lost = follower.sources().reduce((sum, { lostBytes }) => sum + lostBytes, 0);
    follower.stop();
    follower = undefined;
    expect({ ...(await differences(server.data, written)), lost, told }).toEqual({
      missing: 0,
      doubled: 0,
      strangers: 0,
      lost: 0,
      told,
    });
    process.stdout.write(`${String(ROUNDS)} rotations, ${String(written)} lines, none lost, none doubled\n`);
  },
  Math.max(PATIENCE_MS, ROUNDS * MEGABYTES * 20_000),
);

/** Appends numbered lines piece by piece while the server reads; gives the number of the next one. */
async function writeLines(log: string, first: number, bytes: number): Promise<number> {
  const count = Math.ceil(bytes / LINE_BYTES);
  const inPiece = Math.floor(PIECE_BYTES / LINE_BYTES);
  for (let from = 0; from < count; from += inPiece) {
    const numbers = Array.from({ length: Math.min(inPiece, count - from) }, (_, index) => first + from + index);
    appendFileSync(log, numbers.map((number) => `${numbered(number)}\n`).join(''));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return first + count;
}

function numbered(number: number): string {
  const line = lineOf(number, ' n=');
  return line.padEnd(LINE_BYTES - 1, 'x');
}

/** Rotates once, whether it is time or not. */
async function rotate(directory: string, log: string, directives: string): Promise<void> {
  const configuration = join(directory, 'logrotate.conf');
  writeFileSync(configuration, `${log} {\n  rotate 500\n  ${directives}\n}\n`, { mode: 0o644 });
  const words = ['--force', '--state', join(directory, 'logrotate.state'), configuration];
  const child = spawn(LOGROTATE, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`logrotate ended with ${String(code)}: ${errors}`);
}

async function differences(data: string, written: number) {
  const seen = new Uint8Array(written);
  let strangers = 0;
  for (const line of await storedLines(data)) {
    const number = Number(/ seqno=(\d+) /.exec(line)?.[1] ?? Number.NaN);
    if (number < written && numbered(number) === line) seen[number] = (seen[number] ?? 0) + 1;
    else strangers += 1;
  }
  const missing = seen.filter((count) => count === 0).length;
  return { missing, doubled: seen.filter((count) => count > 1).length, strangers };
}

async function untilNextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === second) await pause(20);
}
