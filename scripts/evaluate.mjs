import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode } from './node-version.mjs';
import { ROOT } from './root.mjs';

requireNode();
const { setUp } = await import('./setup.mjs');
if (!(await setUp({ isQuiet: true }))) process.exit(1);

const register = pathToFileURL(join(ROOT, 'scripts', 'run-typescript.mjs')).href;
const main = join(ROOT, 'test', 'core', 'diagnose', 'evaluation', 'main.ts');
const flags = ['--enable-source-maps', '--import', register];
process.exitCode =
  spawnSync(process.execPath, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
