import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from '../root.mjs';
import { readManifest } from './tarball.mjs';

/** What only compiling needs. */
const BUILD_ONLY = new Set(['node-addon-api']);
const BUILD_ONLY_FOLDERS = new Set(['src', 'binding.gyp']);

/**
 * Copies the packages that the program needs at run time, as they are installed in the clone: those of the lock file, with the
 * binaries of this platform only.
 *
 * @param {string} folder becomes node_modules
 */
export function copyProductionPackages(folder) {
  for (const name of productionPackages()) {
    const source = join(ROOT, 'node_modules', name);
    cpSync(source, join(folder, name), {
      recursive: true,
      dereference: true,
      filter: (path) => isNeeded(relative(source, path).split(sep)),
    });
  }
}

/** @param {readonly string[]} path within a package */
function isNeeded([first = '', second, ...rest]) {
  const name = rest.at(-1) ?? second ?? first;
  // Debian has the C library of GNU.
  if (BUILD_ONLY_FOLDERS.has(first) || /[.]map$|[.]d[.][cm]?ts$|[.]musl[.]node$/.test(name)) return false;
  return first !== 'prebuilds' || second === undefined || second === `${process.platform}-${process.arch}`;
}

/** @returns {Set<string>} names, each with all that it depends on */
function productionPackages() {
  const waiting = Object.keys(readManifest().dependencies);
  /** @type {Set<string>} */
  const found = new Set();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const file = join(ROOT, 'node_modules', name, 'package.json');
    // Optional dependencies are the binaries of all platforms, of which npm installs those of this one.
    if (found.has(name) || BUILD_ONLY.has(name) || !existsSync(file)) continue;
    found.add(name);
    /** @type {{ dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} */
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
    waiting.push(...Object.keys(dependencies), ...Object.keys(optionalDependencies));
  }
  return found;
}
