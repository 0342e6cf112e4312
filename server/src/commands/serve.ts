import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { App } from '../app/app.js';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import type { Settings } from '../config/settings.js';

import { type DataLock, lockData } from '../app/control/data-lock.js';
import { forgetMissing } from '../database-file.js';
import { peopleKind } from '../serve/people/people-database.js';
import { storeKind } from '../store/sqlite/database.js';
import { configurationErrors, formatErrors } from './check-config.js';

/** Adds `serve [FILE...]`: follows the files and serves the pages until it is stopped. */
export function addServeCommand(program: Command): void {
  const command = program
    .command('serve', { isDefault: true })
    .description('follow logs and serve the pages; without a source, run a simulated gateway')
    .argument(
      '[files...]',
      'files to follow; also globs such as "/var/log/gateways/*.log", folders with logs, pipes, and - for standard input',
    );
  command.option(
    '--recreate-missing',
    'start over if the store, or people and tokens, were in the data folder before and are missing',
  );
  addSettingOptions(command).action(async (files: string[], options: Record<string, unknown>) => {
    const mistyped = process.argv[2] === 'serve' ? undefined : mistypedCommand(process.argv.slice(2));
    if (mistyped !== undefined) {
      process.stderr.write(`no such command or file: ${mistyped} (see --help)\n`);
      process.exitCode = 2;
      return;
    }
    const loaded = loadForCommand(options, processIo(), files);
    const errors = configurationErrors(loaded);
    if (!loaded.ok || errors.length > 0) {
      process.stderr.write(formatErrors(errors));
      process.exitCode = 2;
      return;
    }
    const settings = withDemoFolder(loaded.settings);
    const lock = lockData(settings.data);
    if (!lock.ok) {
      process.stderr.write(`${lock.reason}\n`);
      process.exitCode = lock.isUsage ? 2 : 1;
      return;
    }
    if (options['recreateMissing'] === true) recreateMissing(settings.data, loaded.settings.data);
    // Only a server needs these: without them every other command uses half the memory.
    const [{ createLog }, { startApp }] = await Promise.all([import('../log.js'), import('../app/app.js')]);
    const log = createLog(settings.log.level);
    // Handled from the beginning: a stop while the store is being opened exits with 0 too.
    const stopped = untilStopped();
    const watch = watchLock(lock, log);
    const app = await startApp({
      settings,
      peopleDirectory: loaded.settings.data,
      log,
      onFailure: (reason) => {
        log.fatal(reason);
        process.exit(1);
      },
    });
    process.stdout.write(`Tunnelwatch is running at ${app.url}\n${signInWords(settings, app)}`);
    if (settings.demo)
      process.stdout.write('No source is configured: running a simulated gateway, and every page is marked DEMO.\n');
    await stopped;
    clearInterval(watch);
    await app.stop();
    lock.release();
    process.exit(0);
  });
}

/** Forgets, as requested, what was in the data folder and is missing. */
function recreateMissing(dataDirectory: string, peopleDirectory: string): void {
  for (const kind of [storeKind(dataDirectory), peopleKind(peopleDirectory)]) {
    if (forgetMissing(kind)) process.stderr.write(`${kind.file} is missing and is recreated\n`);
  }
}

const LOCK_CHECK_MS = 1000;

/** Two servers must never share a folder: a lock whose file was removed is taken again, or this server ends. */
function watchLock(lock: DataLock, log: Logger): NodeJS.Timeout {
  return setInterval(() => {
    const renewal = lock.renew();
    if (renewal === undefined) return;
    if (renewal.isOurs) {
      log.warn(renewal.text);
      return;
    }
    log.fatal(`${renewal.text}; this server exits, since two must not share a folder`);
    process.exit(1);
  }, LOCK_CHECK_MS);
}

type SignInState = Pick<App, 'firstPassword' | 'isUnclaimed'>;

const LOST_WORDS =
  'Nobody has set a password yet. If the one-time password is lost, `npx tunnelwatch user passwd admin` sets a new one.\n';

/** How to sign in: the one-time password is shown here and nowhere else. */
function signInWords({ insecureNoAuth }: Settings, { firstPassword, isUnclaimed }: SignInState): string {
  if (insecureNoAuth) return 'Sign-in is disabled: anybody who can reach this address has admin access.\n';
  if (firstPassword === undefined) return isUnclaimed ? LOST_WORDS : '';
  return `Sign in as admin with the one-time password ${firstPassword}\nIt is shown only once and must be changed at the first sign-in.\n`;
}

/** Simulated events have a store of their own: they must never be mixed with real ones. */
function withDemoFolder(settings: Settings): Settings {
  return settings.demo ? { ...settings, data: path.join(settings.data, 'demo') } : settings;
}

/** A mistyped command looks like a file name; an intended file has a dot, a slash or a pattern. */
function mistypedCommand(args: readonly string[]): string | undefined {
  const [first] = args;
  return first !== undefined && /^[a-z][a-z-]*$/.test(first) && !existsSync(first) ? first : undefined;
}

/** A second signal ends the program at once: nothing is lost, the next start resumes at the last commit. */
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
