import type { Command } from 'commander';
import { startApp } from '../app.js';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { lockData } from '../control/data-lock.js';
import { createLog } from '../log.js';
import { formatErrors } from './check-config.js';

/** Adds `serve [FILE...]`: follows the files and serves the pages until it is told to stop. */
export function addServeCommand(program: Command): void {
  const command = program
    .command('serve', { isDefault: true })
    .description('follow log files and serve the pages; without a source, a simulated gateway runs')
    .argument('[files...]', 'files to follow; patterns such as "/var/log/gateways/*.log" are allowed');
  addSettingOptions(command).action(async (files: string[], options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, processIo(), files);
    if (!loaded.ok) {
      process.stderr.write(formatErrors(loaded.errors));
      process.exitCode = 2;
      return;
    }
    const { settings } = loaded;
    const lock = lockData(settings.data);
    if (!lock.ok) {
      process.stderr.write(`${lock.reason}\n`);
      process.exitCode = 1;
      return;
    }
    const log = createLog(settings.log.level);
    const app = await startApp({
      settings,
      log,
      onFailure: (reason) => {
        log.fatal(reason);
        process.exit(1);
      },
    });
    process.stdout.write(`Tunnelwatch serves ${app.url}\n`);
    if (settings.demo)
      process.stdout.write('No source is configured: a simulated gateway runs, and every page says DEMO.\n');
    await untilStopped();
    await app.stop();
    lock.release();
    process.exit(0);
  });
}

/** A second signal ends the program the hard way: nothing is lost, the next start goes on from the last commit. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve();
      });
    }
  });
}
