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
  [10, 'look', (world) => world.look()],
  [5, 'look once', (world) => world.lookOnce()],
  [8, 'commit', (world) => world.commit()],
  [3, 'wait', (world) => world.wait()],
  [3, 'stop', (world) => world.stop()],
  [3, 'kill', (world) => world.kill()],
  [8, 'start', (world) => void world.start()],
];
const TOTAL = KINDS.reduce((sum, [weight]) => sum + weight, 0);

/** Something that happens; it does the same whatever happened before. */
export interface Action {
  name: string;
  act: (world: World) => void | Promise<void>;
}

/** The actions of a seed. */
export function actionsOf(seed: number, count: number): Action[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const [, name, act] = pick(random());
    const own = whole(random, 2 ** 32);
    return { name, act: (world: World) => act(world, seededRandom(own)) };
  });
}

function pick(chance: number): Kind {
  let left = chance * TOTAL;
  for (const kind of KINDS) {
    left -= kind[0];
    if (left < 0) return kind;
  }
  throw new Error('the weights do not add up');
}
