import { seededRandom } from '../support/random.js';
import type { World } from './world.js';

type Act = (world: World, random: () => number) => void | Promise<void>;
type Kind = readonly [weight: number, name: string, act: Act];

const whole = (random: () => number, most: number) => Math.floor(random() * most);

const KINDS: readonly Kind[] = [
  [14, 'append', ({ log }, random) => log.appendLines(1 + whole(random, 4), whole(random, 300))],
  [1, 'burst', ({ log }, random) => log.appendLines(900, 200 + whole(random, 300))],
  [1, 'long line', ({ log }, random) => log.appendLong(whole(random, 40_000))],
  [8, 'append part', ({ log }, random) => log.appendPart(random())],
  [3, 'finish line', ({ log }) => log.finishLine()],
  [1, 'forget rest', ({ log }) => log.forgetRest()],
  [5, 'rotate', ({ log }) => log.rotate(true)],
  [2, 'rename away', ({ log }) => log.rotate(false)],
  [2, 'rotate to a date', ({ log }) => log.rotateDated()],
  [5, 'copytruncate', ({ log }) => log.copytruncate()],
  [6, 'compress', ({ log }, random) => log.compress(random())],
  [1, 'begin to compress', ({ log }, random) => log.beginToCompress(random())],
  [1, 'truncate', ({ log }) => log.truncate()],
  [1, 'remove', ({ log }) => log.remove()],
  [1, 'replace', ({ log }) => log.replace()],
  [2, 'back up', ({ log }) => log.backUp()],
  [3, 'write late', ({ log }) => log.writeLate()],
  [3, 'expire', ({ log }) => log.expire()],
  [10, 'poll', (world) => world.poll()],
  [5, 'poll once', (world) => world.pollOnce()],
  [8, 'commit', (world) => world.commit()],
  [3, 'wait', (world) => world.wait()],
  [3, 'stop', (world) => world.stop()],
  [3, 'kill', (world) => world.kill()],
  [8, 'start', (world) => void world.start()],
];

/** What other programs do in steps, while all else goes on. */
const SLOW_KINDS: readonly Kind[] = [
  ...KINDS,
  [4, 'begin to copy', ({ log }, random) => log.beginCopy(random() < 0.3)],
  [8, 'copy on', ({ log }, random) => log.copyOn(random())],
  [1, 'copy again', ({ log }) => log.copyAgain()],
  [6, 'end the copy', ({ log }, random) => log.endCopy(random() < 0.9)],
  [3, 'begin to pack', ({ log }, random) => log.beginToPack(random())],
  [3, 'write late', ({ log }) => log.writeLate()],
  [3, 'end to pack', ({ log }) => log.endToPack()],
];

/** Something that happens; it does the same whatever happened before. */
export interface Action {
  name: string;
  /** Number of the log that it happens to, from 0. */
  log: number;
  act: (world: World) => void | Promise<void>;
}

/**
 * The actions of a seed.
 * @param isSlow whether copying and compressing take steps; the oldest seeds were found without that
 * @param logs how many logs stand in one folder: a file system gives the inode of a removed file to the next new one, of
 *   whatever log
 */
export function actionsOf(seed: number, count: number, isSlow: boolean, logs: number): Action[] {
  const kinds = isSlow ? SLOW_KINDS : KINDS;
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const [, name, act] = pick(kinds, random());
    const own = whole(random, 2 ** 32);
    const log = logs === 1 ? 0 : whole(random, logs);
    return {
      name: log === 0 ? name : `${name} (${String(log + 1)})`,
      log,
      act: (world: World) => act(world, seededRandom(own)),
    };
  });
}

function pick(kinds: readonly Kind[], chance: number): Kind {
  let left = chance * kinds.reduce((sum, [weight]) => sum + weight, 0);
  for (const kind of kinds) {
    left -= kind[0];
    if (left < 0) return kind;
  }
  throw new Error('the weights do not add up');
}
