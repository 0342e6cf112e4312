import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyText } from '../support/classify-text.js';
import { storedLines } from '../support/follower.js';
import { seededRandom } from '../support/random.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { MAX_LINE_BYTES, ModelledLog } from './modelled-log.js';

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

/** A log and what happens to it, by one seed. */
class Story {
  private readonly random: () => number;
  private readonly log: ModelledLog;

  constructor(
    readonly path: string,
    seed: number,
    firstLine: number,
  ) {
    this.random = seededRandom(seed);
    this.log = new ModelledLog(path, firstLine);
  }

  act(): void {
    ACTIONS_THAT_KEEP[whole(this.random, ACTIONS_THAT_KEEP.length)]?.(this.log, this.random);
  }

  async tell(): Promise<void> {
    for (let count = 0; count < ACTIONS; count++) {
      this.act();
      if (this.random() < 0.4) await pause(this.random() * 60);
    }
    await pause(this.random() * 400);
  }

  /** Ends it; gives the lines that must be events. */
  end(): string[] {
    this.log.end();
    return this.log.expected().sure.filter((line) => classifyText(line).kind === 'event');
  }
}

describe('a server in a process of its own, ended with kill -9 again and again', () => {
  // Two logs are followed by one server: each start of one takes seconds.
  it.each(Array.from({ length: Math.ceil(RUNS / 2) }, (_, index) => FIRST_SEED + 2 * index))(
    '[TAIL-9] loses nothing and doubles nothing, seed %d and the next',
    async (seed) => {
      const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-model-'));
      const stories = [
        new Story(join(directory, 'gw1.log'), seed, 1),
        new Story(join(directory, 'gw2.log'), seed + 1, 1_000_001),
      ];
      const files = stories.map(({ path }) => path);
      const start = () =>
        ServeProcess.start({ directory, files, flags: ['--ingest-max-line-bytes', String(MAX_LINE_BYTES)] });
      for (let round = 0; round < ROUNDS; round++) {
        server = await start();
        const told = stories.map((story) => story.tell());
        // The kill hits one of them at a random moment after its actions, and the other in the middle of them.
        await Promise.race(told);
        await server.end('SIGKILL');
        await Promise.all(told);
        // Things happen while nobody looks, too.
        for (const story of stories) for (let count = 0; count < 4; count++) story.act();
      }
      const must = stories.flatMap((story) => story.end());
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
