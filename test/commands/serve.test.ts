import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { ServeProcess } from '../support/serve-process.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-serve-command-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('a mistyped command is refused and starts nothing', async () => {
  const { code, err } = await runCli(['cataloge', 'list'], { cwd: folder });
  expect(code).toBe(2);
  expect(err).toContain('no such command or file: cataloge');
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

it('simulated events have a store of their own, apart from real ones', async () => {
  const server = await ServeProcess.start({ files: [], flags: ['--demo'] });
  try {
    expect(existsSync(join(server.directory, 'data', 'demo', 'tunnelwatch.db'))).toBe(true);
    expect(existsSync(join(server.directory, 'data', 'tunnelwatch.db'))).toBe(false);
  } finally {
    await server.remove();
  }
});
