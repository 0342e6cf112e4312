import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeTarball } from '../../scripts/packaging/tarball.mjs';
import { run } from '../../scripts/packaging/run.mjs';
import { filesBelow } from '../../scripts/staleness.mjs';
import { ServeProcess } from '../support/serve-process.js';

const MAX_BYTES = 5_000_000;

const LINES = [1, 2]
  .map((n) => `2026-02-10T12:00:00Z gw-north EFW: IPSEC: prio=2 id=00000278 rev=1 event=x matchkey=m${n}\n`)
  .join('');

const manifestSchema = z.strictObject({
  name: z.literal('tunnelwatch'),
  version: z.string(),
  private: z.literal(true),
  description: z.string(),
  license: z.string(),
  type: z.literal('module'),
  engines: z.object({ node: z.string() }),
  bin: z.object({ tunnelwatch: z.string() }),
  dependencies: z.record(z.string(), z.string()),
});
const versionSchema = z.object({ version: z.string() });

describe('the npm package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-npm-'));
  const installed = join(folder, 'installed');
  let tarball = '';

  beforeAll(async () => {
    tarball = await makeTarball(folder);
    mkdirSync(installed);
    await run('tar', ['--extract', '--file', tarball, '--strip-components=1'], installed);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const manifest = () => manifestSchema.parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')));

  it('[LIVE-60] holds what is built and its documents, and nothing else', () => {
    expect(statSync(tarball).size).toBeLessThan(MAX_BYTES);
    const paths = filesBelow(installed, ['.']).map((path) => relative(installed, path));
    const others = paths.filter((path) => !/^(client\/dist|server\/bundle|docs)\//.test(path));
    expect(others.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/tunnelwatch.mjs',
      'package.json',
      'scripts/end-with-parent.mjs',
      'scripts/launch.mjs',
      'scripts/node-version.mjs',
      'scripts/root.mjs',
      'server/package.json',
      'tunnelwatch.example.yaml',
    ]);
    expect(paths).toEqual(
      expect.arrayContaining(['client/dist/index.html', 'client/dist/licences.md', 'server/bundle/licences.md']),
    );
    expect(paths.filter((path) => /[.]map$|[.]tsx?$|^docs\/(?!messages\/).*\//.test(path))).toEqual([]);
  });

  it('[LIVE-60] depends on nothing but packages with binaries, in the versions that are tested here', () => {
    const names = ['@node-rs/argon2', '@photostructure/sqlite'];
    const tested = names.map((name) => [
      name,
      versionSchema.parse(JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))).version,
    ]);
    expect(manifest().dependencies).toEqual(Object.fromEntries(tested));
  });

  it('[LIVE-60] runs from an empty folder, and goes on after a restart', async () => {
    for (const name of Object.keys(manifest().dependencies)) {
      const link = join(installed, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve('node_modules', name), link);
    }
    const main = join(installed, manifest().bin.tunnelwatch);
    const first = await ServeProcess.start({ main, content: LINES });
    try {
      await first.untilCount(2);
      expect(await (await first.fetch('')).text()).toContain('<base href="/">');
      expect(await first.end()).toBe(0);
      const second = await ServeProcess.start({ main, directory: first.directory });
      await second.untilCount(2);
      expect(await second.end()).toBe(0);
    } finally {
      await first.remove();
    }
  });
});
