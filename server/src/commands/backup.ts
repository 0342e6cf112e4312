import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { backupThroughServer } from '../app/control/control-client.js';
import type { ControlBackupReport } from '../app/control/control-protocol.js';
import { lockData } from '../app/control/data-lock.js';
import { backUpAll } from '../app/back-up-all.js';
import { formatErrors } from './check-config.js';
import { type OnProgress, progressBar } from './progress-bar.js';

/** Adds `backup FILE`: copies the store to one file, also while a server runs. */
export function addBackupCommand(program: Command): void {
  const command = program
    .command('backup')
    .description(
      'back up the store to FILE, and people and tokens to FILE.people.db, even while a server runs; the copy is consistent and is verified',
    )
    .argument('<file>', 'file to write')
    .option('--force', 'overwrite an existing file')
    .option('--json', 'print one JSON object');
  addSettingOptions(command, ['data']).action(async (file: string, options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, processIo());
    if (!loaded.ok) {
      process.stderr.write(formatErrors(loaded.errors));
      process.exitCode = 2;
      return;
    }
    const request = { file: path.resolve(file), isForced: options['force'] === true };
    const bar = progressBar('copying', 'bytes');
    try {
      const report = await backUp(loaded.settings.data, request, bar.update);
      bar.stop();
      print(report, options['json'] === true);
    } catch (error) {
      bar.stop();
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  });
}

/** Copies in this process when the data folder is free; otherwise the running server does. */
async function backUp(
  dataDirectory: string,
  request: { file: string; isForced: boolean },
  onProgress: OnProgress,
): Promise<ControlBackupReport> {
  if (!existsSync(dataDirectory)) throw new Error(`no such folder: ${dataDirectory}; set the data folder with --data`);
  const lock = lockData(dataDirectory);
  if (!lock.ok && !lock.isHeld) throw new Error(lock.reason);
  if (!lock.ok) return backupThroughServer(dataDirectory, request, onProgress);
  try {
    return await backUpAll({ dataDirectory, peopleDirectory: dataDirectory, ...request }, onProgress);
  } finally {
    lock.release();
  }
}

function print({ file, bytes, step, peopleFile }: ControlBackupReport, isJson: boolean): void {
  const people = peopleFile === null ? '' : `${peopleFile}: people and tokens\n`;
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ file, bytes, step, peopleFile })}\n`
      : `${file}: ${String(bytes)} bytes, the store as of commit ${String(step)}\n${people}`,
  );
}
