import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A holder touches its lock this often, and a lock that nobody touched for that long has lost its holder. */
const TOUCH_EVERY_MS = 5_000;
const ABANDONED_AFTER_MS = 60_000;
const LOOK_AGAIN_AFTER_MS = 200;

/**
 * Runs a function while no other process on this machine runs one under the same lock.
 * A lock whose holder died is taken over.
 *
 * @template T
 * @param {string} path of the lock file
 * @param {() => Promise<T>} run
 * @param {(holder: string) => void} onWait called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, run, onWait) {
  await take(path, onWait);
  const touching = setInterval(() => touch(path), TOUCH_EVERY_MS);
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await run();
  } finally {
    clearInterval(touching);
    process.removeListener('exit', release);
    release();
  }
}

/**
 * @param {string} path
 * @param {(holder: string) => void} onWait
 */
async function take(path, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  for (let waits = 0; !create(path); waits++) {
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (isAbandoned(path, holder)) {
      removeAbandoned(path, holder);
      continue;
    }
    if (waits === 0) onWait(holder);
    await wait(LOOK_AGAIN_AFTER_MS);
  }
}

/**
 * @param {string} path
 * @returns {boolean} false when the lock exists already
 */
function create(path) {
  try {
    writeFileSync(path, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {string | undefined} undefined when the lock was released in the meantime
 */
function readHolder(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @param {string} path
 * @param {string} holder "pid host"; empty for the instant between creating and writing
 * @returns {boolean}
 */
function isAbandoned(path, holder) {
  const [pid, host] = holder.split(' ');
  if (pid && host === hostname() && !isAlive(Number(pid))) return true;
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Date.now() - touched > ABANDONED_AFTER_MS;
}

/**
 * Removes exactly the lock that was found abandoned: of several who wait, one may already have replaced it by its own,
 * and that one is put back.
 *
 * @param {string} path
 * @param {string} holder
 */
function removeAbandoned(path, holder) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== holder) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return codeOf(error) === 'EPERM';
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/**
 * @param {unknown} error
 * @returns {unknown}
 */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
