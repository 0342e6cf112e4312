import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireNode } from './node-version.mjs';
import { ROOT } from './root.mjs';

requireNode();
const { setUp } = await import('./setup.mjs');
if (!(await setUp({ isQuiet: true }))) process.exit(1);

const register = pathToFileURL(join(ROOT, 'scripts', 'run-typescript.mjs')).href;
const main = join(ROOT, 'test', 'bench', 'main.ts');
const flags = ['--enable-source-maps', '--import', register];
const child = spawn(process.execPath, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal sends its signals to both; whoever sends one to us alone means the benchmark.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 130);
});
