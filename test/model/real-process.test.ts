import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyText } from '../support/classify-text.js';
import { storedLines } from '../support/follower.js';
import { seededRandom } from '../support/random.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { MOST_LINE_BYTES, ModelledLog } from './modelled-log.js';

/** `npm run model -- --real N` sets them. */
const RUNS = Number(process.env['TUNNELWATCH_MODEL_REAL'] ?? 2);
const FIRST_SEED = Number(process.env['TUNNELWATCH_MODEL_SEED'] ?? 1);
const ROUNDS = 6;
const ACTIONS = 12;

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

const whole = (random: () => number, most: number) => Math.floor(random() * most);

/** Only what leaves every line somewhere: then the count must be exact. */
const ACTIONS_THAT_KEEP: readonly ((log: ModelledLog, random: () => number) => void)[] = [
  (log, random) => log.appendLines(1 + whole(random, 5), whole(random, 300)),
  (log, random) => log.appendLines(1 + whole(random, 900), 200),
  (log, random) => log.appendPart(random()),
  (log) => log.finishLine(),
  (log) => log.rotate(true),
  (log) => log.rotate(false),
  (log) => log.rotateDated(),
  (log) => log.copytruncate(),
  (log, random) => log.compress(random()),
  (log, random) => log.compress(random()),
];

describe('a server in a process of its own, ended with kill -9 again and again', () => {
  it.each(Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index))(
    '[TAIL-9] loses nothing and doubles nothing, seed %d',
    async (seed) => {
      const random = seededRandom(seed);
      const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-model-'));
      const path = join(directory, 'gw1.log');
      const log = new ModelledLog(path);
      const start = () =>
        ServeProcess.start({ directory, files: [path], flags: ['--ingest-max-line-bytes', String(MOST_LINE_BYTES)] });
      for (let round = 0; round < ROUNDS; round++) {
        server = await start();
        for (let count = 0; count < ACTIONS; count++) {
          ACTIONS_THAT_KEEP[whole(random, ACTIONS_THAT_KEEP.length)]?.(log, random);
          if (random() < 0.4) await pause(random() * 60);
        }
        await pause(random() * 400);
        await server.end('SIGKILL');
        // Things happen while nobody looks, too.
        for (let count = 0; count < 4; count++) {
          ACTIONS_THAT_KEEP[whole(random, ACTIONS_THAT_KEEP.length)]?.(log, random);
        }
      }
      log.end();
      const must = log.expected().sure.filter((line) => classifyText(line).kind === 'event');
      server = await start();
      const running = server;
      // An unfinished last line of a rotated file is taken after a quiet time of ten seconds.
      await eventually('every event', async () => (await running.count()) >= must.length);
      await pause(500);
      await server.end();
      expect((await storedLines(server.data)).sort()).toEqual(must.sort());
    },
    120_000,
  );
});
