import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyText } from '../../support/classify-text.js';
import { Follower, storedLines } from '../../support/follower.js';
import { seededRandom } from '../../support/random.js';
import { tempFolders } from '../../support/temp-folder.js';
import { ModelledLog, untilNextTick } from './modelled-log.js';

/** More seeds, or others: TUNNELWATCH_SEEDS=5000, TUNNELWATCH_FIRST_SEED=100000. */
const SEEDS = Number(process.env['TUNNELWATCH_SEEDS'] ?? 250);
const FIRST_SEED = Number(process.env['TUNNELWATCH_FIRST_SEED'] ?? 1);
const ACTIONS = 45;
const QUIET_MS = 11_000;

const tempFolder = tempFolders();
let world: World | undefined;

afterEach(async () => {
  world?.kill();
  world = undefined;
  // Closed watchers and databases are let go only by a turn of the event loop, which nothing else here takes.
  await new Promise((resolve) => setImmediate(resolve));
});

/** A log, its model, and a follower that comes and goes. */
class World {
  private readonly folder = tempFolder();
  private readonly path = join(this.folder, 'gw1.log');
  readonly log = new ModelledLog(this.path);
  private follower: Follower | undefined;

  get data(): string {
    return join(this.folder, 'data');
  }

  start(): Follower {
    this.follower ??= new Follower({ files: [this.path], data: this.data });
    return this.follower;
  }

  look(laterMs = 0): void {
    if (this.follower === undefined) return;
    this.follower.look(laterMs);
    this.log.noteRead();
  }

  lookOnce(): void {
    this.follower?.lookOnce();
  }

  commit(): void {
    if (this.follower === undefined) return;
    this.follower.commit();
    this.log.noteCommit();
  }

  /** A look, and one after a time in which nothing came. */
  wait(): void {
    if (this.follower === undefined) return;
    this.look();
    this.look(QUIET_MS);
    this.look();
    this.commit();
    this.log.noteQuiet();
    untilNextTick(join(this.folder, 'probe'));
  }

  stop(): void {
    if (this.follower === undefined) return;
    this.commit();
    this.kill();
  }

  kill(): void {
    this.follower?.kill();
    this.follower = undefined;
    this.log.noteKill();
  }

  lines(): number {
    return this.start().count();
  }
}

type Action = readonly [weight: number, name: string, act: (world: World, random: () => number) => void];

const whole = (random: () => number, most: number) => Math.floor(random() * most);

const ACTIONS_BY_WEIGHT: readonly Action[] = [
  [14, 'append', ({ log }, random) => log.appendLines(1 + whole(random, 4), whole(random, 300))],
  [1, 'burst', ({ log }, random) => log.appendLines(900, 200 + whole(random, 300))],
  [8, 'append part', ({ log }, random) => log.appendPart(random())],
  [3, 'finish line', ({ log }) => log.finishLine()],
  [1, 'forget rest', ({ log }) => log.forgetRest()],
  [5, 'rotate', ({ log }) => log.rotate(true)],
  [2, 'rename away', ({ log }) => log.rotate(false)],
  [5, 'copytruncate', ({ log }) => log.copytruncate()],
  [1, 'truncate', ({ log }) => log.truncate()],
  [1, 'remove', ({ log }) => log.remove()],
  [1, 'replace', ({ log }) => log.replace()],
  [2, 'back up', ({ log }) => log.backUp()],
  [3, 'write late', ({ log }) => log.writeLate()],
  [3, 'expire', ({ log }) => log.expire()],
  [10, 'look', (world) => world.look()],
  [5, 'look once', (world) => world.lookOnce()],
  [8, 'commit', (world) => world.commit()],
  [3, 'wait', (world) => world.wait()],
  [3, 'stop', (world) => world.stop()],
  [3, 'kill', (world) => world.kill()],
  [8, 'start', (world) => void world.start()],
];
const TOTAL = ACTIONS_BY_WEIGHT.reduce((sum, [weight]) => sum + weight, 0);

function pick(random: () => number): Action {
  let left = random() * TOTAL;
  for (const action of ACTIONS_BY_WEIGHT) {
    left -= action[0];
    if (left < 0) return action;
  }
  throw new Error('the weights do not add up');
}

/** Lines and how often they occur. */
function tally(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** The first few of many lines, without their filler. */
function shorten(lines: readonly string[]): string[] {
  return lines.slice(0, 5).map((line) => line.replace(/ n=x*$/, ''));
}

function check(found: readonly string[], world: World, after: string): void {
  const { sure, possible, isFragment, isExact } = world.log.expected();
  const must = tally(sure.filter((line) => classifyText(line).kind === 'event'));
  const have = tally(found);
  const lost = [...must].filter(([line, count]) => (have.get(line) ?? 0) < count).map(([line]) => line);
  const doubled = [...have].filter(([line, count]) => {
    const most = Math.max(must.get(line) ?? 0, possible.has(line) ? 1 : 0);
    return count > most && !(most === 0 && isFragment(line));
  });
  expect({ lost: shorten(lost), doubled: shorten(doubled.map(([line]) => line)) }, after).toEqual({
    lost: [],
    doubled: [],
  });
  if (isExact) expect(world.lines(), after).toBe(sure.length);
}

describe('random rotations, truncations, stops and kills', () => {
  const seeds = Array.from({ length: SEEDS }, (_, index) => FIRST_SEED + index);

  it.each(seeds)('lose nothing and double nothing, seed %d', async (seed) => {
    const random = seededRandom(seed);
    world = new World();
    // A log is followed from its first sight on; what was there before is another matter.
    world.start();
    world.look();
    world.commit();
    const done: string[] = [];
    for (let count = 0; count < ACTIONS; count++) {
      const [, name, act] = pick(random);
      done.push(name);
      act(world, random);
    }
    world.start();
    world.log.end();
    world.wait();
    world.wait();
    check(await storedLines(world.data), world, done.join(', '));
    world.stop();
    world.start();
    world.wait();
    check(await storedLines(world.data), world, done.join(', '));
  });
});
