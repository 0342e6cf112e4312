import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { run } from './run.mjs';

/** What npm needs to install the program; workspaces, scripts and tools of development stay here. */
const KEPT_KEYS = ['name', 'version', 'private', 'description', 'license', 'type', 'engines', 'bin', 'dependencies'];

/** @returns {{ name: string, version: string, description: string, dependencies: Record<string, string> }} of the root's package.json */
export function readManifest() {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
}

/**
 * Unpacks what `npm pack` makes of the clone (`files` of package.json says what), with a package.json of its own.
 * The clone must be built.
 *
 * @param {string} folder is created
 */
export async function stage(folder) {
  mkdirSync(folder, { recursive: true });
  const name = tarballName();
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], ROOT);
  await run('tar', ['--extract', '--file', name, '--strip-components=1', '--no-same-owner'], folder);
  rmSync(join(folder, name));
  const kept = Object.entries(readManifest()).filter(([key]) => KEPT_KEYS.includes(key));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

/**
 * Makes the npm package.
 *
 * @param {string} destination folder
 * @returns {Promise<string>} the path of the tarball
 */
export async function makeTarball(destination) {
  mkdirSync(destination, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-package-'));
  try {
    await stage(folder);
    await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', destination], folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return join(destination, tarballName());
}

function tarballName() {
  const { name, version } = readManifest();
  return `${name}-${version}.tgz`;
}
