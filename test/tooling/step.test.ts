import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../scripts/step.mjs';
import { endWithUs } from '../support/processes.js';
import { eventually } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const STEP = pathToFileURL(resolve('scripts/step.mjs')).href;

/** A command that leaves a process behind, whose number it writes into a file. */
const leavesBehind = (file: string, then: string) => [
  '-c',
  `sleep 600 & echo $! > ${file}.new; mv ${file}.new ${file}; ${then}`,
];

function isRunning(file: string): boolean {
  const status = `/proc/${readFileSync(file, 'utf8').trim()}/status`;
  // A process that ended and that nobody has waited for yet is a zombie.
  return existsSync(status) && !readFileSync(status, 'utf8').includes('State:\tZ');
}

describe('runCommand', () => {
  it('leaves no process behind when the command ends', async () => {
    const file = join(tempFolder(), 'pid');
    const { code } = await runCommand({ file: 'sh', args: leavesBehind(file, 'exit 3'), cwd: '.' });
    expect(code).toBe(3);
    await eventually('the end of what was left behind', () => !isRunning(file));
  });

  it('leaves no process behind when the command takes too long', async () => {
    const file = join(tempFolder(), 'pid');
    const { code } = await runCommand({ file: 'sh', args: leavesBehind(file, 'wait'), cwd: '.', timeoutMs: 1000 });
    expect(code).toBe(124);
    await eventually('the end of what was left behind', () => !isRunning(file));
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('passes %s on, ends what is left and then itself', async (signal, expected) => {
    const file = join(tempFolder(), 'pid');
    const command = JSON.stringify({ file: 'sh', args: leavesBehind(file, 'wait'), cwd: '.' });
    const script = `import { runCommand } from ${JSON.stringify(STEP)}; await runCommand(${command});`;
    const runner = endWithUs(spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' }));
    const ended = once(runner, 'exit');
    await eventually('the command', () => existsSync(file));
    runner.kill(signal);
    expect(await ended).toEqual([expected, null]);
    await eventually('the end of what was left behind', () => !isRunning(file));
  });
});
