import { classifyText } from '../support/classify-text.js';
import { storedLines } from '../support/follower.js';
import type { Action } from './actions.js';
import { World } from './world.js';

/** Runs of a shrinking that nobody would wait for any longer. */
const MAX_TRIES = 300;

/** What is wrong with the store after some actions; undefined when every line is there exactly as often as it must be. */
export async function faultAfter(actions: readonly Action[], logs: number): Promise<string | undefined> {
  const world = new World(logs);
  try {
    // A log is followed from its first sight on; what was there before is another matter.
    world.start();
    await world.poll();
    world.commit();
    for (const { log, act } of actions) {
      world.turnTo(log);
      await act(world);
    }
    world.start();
    for (const log of world.logs) log.end();
    // A compressed file that could not be read yet is tried again after some time.
    for (let round = 0; round < 3; round++) await world.wait();
    const first = await compare(world);
    if (first !== undefined) return first;
    world.stop();
    world.start();
    await world.wait();
    const second = await compare(world);
    return second === undefined ? undefined : `after one more start: ${second}`;
  } finally {
    await world.remove();
  }
}

/** The fewest of the actions, as far as some tries can tell, that do not go well either. */
export async function shrink(actions: readonly Action[], logs: number): Promise<readonly Action[]> {
  let left = actions;
  let tries = 0;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < left.length && tries < MAX_TRIES; tries++) {
      const fewer = [...left.slice(0, at), ...left.slice(at + size)];
      if ((await faultAfter(fewer, logs)) === undefined) at += size;
      else left = fewer;
    }
  }
  return left;
}

async function compare(world: World): Promise<string | undefined> {
  const expected = world.logs.map((log) => log.expected());
  const sure = expected.flatMap((each) => each.sure);
  const isPossible = (line: string) => expected.some(({ possible }) => possible.has(line));
  const isFragment = (line: string) => expected.some((each) => each.isFragment(line));
  const must = tally(sure.filter((line) => classifyText(line).kind === 'event'));
  const have = tally(await storedLines(world.data));
  const lost = [...must].filter(([line, count]) => (have.get(line) ?? 0) < count).map(([line]) => line);
  const doubled = [...have].filter(([line, count]) => {
    const most = Math.max(must.get(line) ?? 0, isPossible(line) ? 1 : 0);
    return count > most && !(most === 0 && isFragment(line));
  });
  if (lost.length > 0 || doubled.length > 0) {
    return `lost: ${shorten(lost)}; doubled: ${shorten(doubled.map(([line]) => line))}`;
  }
  if (!expected.every(({ isExact }) => isExact)) return undefined;
  if (world.lines() !== sure.length)
    return `${String(world.lines())} lines were counted, ${String(sure.length)} written`;
  return world.lostBytes() === 0 ? undefined : `${String(world.lostBytes())} bytes are said to be lost`;
}

/** Lines and how often they occur. */
function tally(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** The first few of many lines, without their filler. */
function shorten(lines: readonly string[]): string {
  if (lines.length === 0) return 'none';
  const some = lines.slice(0, 5).map((line) => line.replace(/ n=x*$/, ''));
  return `${some.join(' | ')}${lines.length > 5 ? ` and ${String(lines.length - 5)} more` : ''}`;
}
