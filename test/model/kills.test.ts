import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { lineOf, storedLines } from '../support/follower.js';
import { seededRandom } from '../support/random.js';
import { ServeProcess } from '../support/serve-process.js';

/** `npm run model -- --kills 100 --lines 2000000` sets them. */
const KILLS = Number(process.env['TUNNELWATCH_MODEL_KILLS'] ?? 4);
const LINES = Number(process.env['TUNNELWATCH_MODEL_LINES'] ?? 60_000);
/** Lines that are written at once. */
const PIECE = 1000;
const PATIENCE_MS = 600_000;

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

it(
  `[TAIL-9] ${String(KILLS)} times kill -9 in a burst of ${String(LINES)} lines, and every line is there once`,
  async () => {
    const random = seededRandom(KILLS + LINES);
    const starts: number[] = [];
    const computed: number[] = [];
    let written = 0;
    for (let kill = 0; kill <= KILLS; kill++) {
      const began = performance.now();
      server = await ServeProcess.start(server === undefined ? {} : { directory: server.directory });
      while ((await server.fetch('readyz')).status !== 200) await pause(5);
      starts.push(performance.now() - began);
      computed.push(computedMs(server.pid));
      const last = kill === KILLS ? LINES : Math.floor((LINES * (kill + 1)) / (KILLS + 1));
      written = await writeBurst(server.log, written, last);
      if (kill === KILLS) break;
      // Anywhere between the first look at what was written and the last commit of it.
      await pause(random() * 300);
      await server.end('SIGKILL');
    }
    await untilAll(server);
    await server?.end();
    await expectEachOnce(server?.data ?? '');
    report(starts, computed);
  },
  Math.max(PATIENCE_MS, KILLS * 20_000),
);

/** Writes piece by piece while the server reads. */
async function writeBurst(log: string, first: number, end: number): Promise<number> {
  for (let from = first; from < end; from += PIECE) {
    const count = Math.min(PIECE, end - from);
    const lines = Array.from({ length: count }, (_, index) => `${lineOf(from + index)}\n`);
    appendFileSync(log, lines.join(''));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return end;
}

async function untilAll(running: ServeProcess | undefined): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS / 2;
  while ((await running?.count()) !== LINES && performance.now() < deadline) await pause(50);
}

async function expectEachOnce(data: string): Promise<void> {
  const seen = new Uint8Array(LINES);
  let strangers = 0;
  for (const line of await storedLines(data)) {
    const number = Number(/ seqno=(\d+) /.exec(line)?.[1] ?? Number.NaN);
    if (lineOf(number) === line && number < LINES) seen[number] = (seen[number] ?? 0) + 1;
    else strangers += 1;
  }
  const lost = seen.filter((count) => count === 0).length;
  const doubled = seen.filter((count) => count > 1).length;
  expect({ lost, doubled, strangers }).toEqual({ lost: 0, doubled: 0, strangers: 0 });
}

/** What a process has computed so far, ms: on a busy machine it tells more of a start than the time that has passed. */
function computedMs(pid: number): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function report(starts: readonly number[], computed: readonly number[]): void {
  const words = `${String(KILLS)} kills, ${String(LINES)} lines, none lost, none doubled`;
  process.stdout.write(`${words}\n  ready after ${spread(starts)}, computing ${spread(computed)}\n`);
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => String(Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0));
  return `${at(0.5)} ms (median), ${at(0.95)} ms (p95), ${at(1)} ms (worst)`;
}
