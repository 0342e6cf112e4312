import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

it('[LIVE-66] in bash, commands, flags and files are completed', async () => {
  const folder = tempFolder();
  const { out } = await runCli(['completion', 'bash']);
  writeFileSync(join(folder, 'completion'), out);
  const complete = (...words: string[]): string[] => {
    const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tunnelwatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const args = ['-c', script, 'bash', join(folder, 'completion'), 'tunnelwatch', ...words];
    return execFileSync('bash', args, { encoding: 'utf8' }).trim().split('\n');
  };
  expect(complete('ch')).toEqual(['check-config', 'check-data']);
  expect(complete('user', '')).toEqual(expect.arrayContaining(['add', 'list', 'passwd', 'remove']));
  expect(complete('user', 'add', '--ro')).toEqual(['--role']);
  expect(complete('serve', '--tls-')).toEqual(['--tls-certificate', '--tls-key']);
  expect(complete('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  // No word: bash goes on with files.
  expect(complete('serve', '/var')).toEqual(['']);
});

it('[LIVE-66] no other shell is taken', async () => {
  const { code, err } = await runCli(['completion', 'csh']);
  expect(code).toBe(2);
  expect(err).toContain('bash, zsh, fish');
});
