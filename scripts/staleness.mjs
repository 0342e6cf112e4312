import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Lists the files below some paths, sorted, so that the order does not depend on the file system.
 *
 * @param {string} root
 * @param {readonly string[]} paths files or folders, relative to root; what does not exist is left out
 * @returns {string[]} absolute paths
 */
export function filesBelow(root, paths) {
  return paths
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .flatMap((path) => (statSync(path).isDirectory() ? walk(path) : [path]))
    .sort();
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() ? [path] : [];
  });
}

/**
 * Hashes names and contents of files. Contents and not times: a checkout of another branch sets times that say nothing.
 *
 * @param {string} root
 * @param {readonly string[]} paths files or folders, relative to root
 * @returns {string} hexadecimal
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const file of filesBelow(root, paths)) {
    const content = readFileSync(file);
    // The length keeps "a" + "bc" and "ab" + "c" apart.
    hash.update(`${relative(root, file).split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Whether a step has to run: its inputs are not those of its last success, or something that it makes is not there.
 *
 * @param {{ stamp: string, current: string, outputs: readonly string[] }} step absolute paths, and the fingerprint now
 * @returns {boolean}
 */
export function isStale({ stamp, current, outputs }) {
  return outputs.some((path) => !existsSync(path)) || readStamp(stamp) !== current;
}

/**
 * @param {string} stamp
 * @returns {string | undefined} the fingerprint of the last success
 */
export function readStamp(stamp) {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : undefined;
}

/**
 * Remembers that a step succeeded with these inputs.
 *
 * @param {string} stamp
 * @param {string} current
 */
export function writeStamp(stamp, current) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${current}\n`);
}
