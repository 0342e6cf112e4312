import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SERVER_MAIN } from '../root.mjs';

/**
 * @typedef {{ url: string, freeze: () => void, thaw: () => void, end: () => Promise<void> }} Served
 */

/**
 * Starts a server over a data folder of its own and waits until it serves.
 *
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {{ signIn?: boolean, before?: readonly string[] }} [options] `before`: words before the command
 * @returns {Promise<Served>}
 */
export function serve(folder, args, { signIn = false, before = [] } = {}) {
  const open = signIn ? [] : ['--insecure-no-auth'];
  const words = ['serve', ...args, '--data', join(folder, 'data'), '--port', '0', '--time-zone', 'UTC', ...open];
  const [command = '', ...rest] = [...before, process.execPath, SERVER_MAIN, ...words];
  const child = spawn(command, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const served = {
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Tunnelwatch is running at (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve({ url, ...served });
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it served`)));
  });
}
