import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import type { App } from '../app/app.js';
import type { FirstAdmin } from '../serve/people/replica/people-replica.js';
import type { CollectorParts } from '../app/collector.js';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { clusterOf, type ClusterSettings, type ServerSettings, type Settings } from '../config/settings.js';

import { createServiceManager } from '../app/service-manager.js';
import { closeDataFolder, type ClosedFolder } from '../app/close-folder.js';
import type { DataLock } from '../app/control/data-lock.js';
import { forgetMissing } from '../database-file.js';
import { COMMAND } from '../installation.js';
import { peopleKind } from '../serve/people/people-database.js';
import { demoLog } from '../simulator/feeder.js';
import { storeKind } from '../store/sqlite/database.js';
import { claimForDemo } from '../store/sqlite/store-content.js';
import { configurationErrors, formatErrors } from './check-config.js';
import { createReload } from './reload.js';
import { openServerFolder } from './server-folder.js';

/** By how much a heap grows beyond what was in use after the last collection before the next one, percent. */
const HEAP_GROWTH = 50;

/**
 * For all threads: a server runs for weeks beside others. By default V8 lets a heap grow to four times what is in use before it
 * collects; under a flood from many names that doubled the memory of the server.
 */
function collectEarlier(): void {
  setFlagsFromString(`--heap-growing-percent=${String(HEAP_GROWTH)}`);
}

/** Adds `serve [FILE...]`: follows the files and serves the pages until it is stopped. */
export function addServeCommand(program: Command): void {
  const command = program
    .command('serve', { isDefault: true })
    .description('follow logs and serve the pages; with nothing configured and nothing stored, run a simulated gateway')
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
    const folder = openServerFolder(loaded.settings, loaded.configFile);
    if (!folder.ok) {
      process.stderr.write(`${folder.reason}\n`);
      process.exitCode = folder.isUsage ? 2 : 1;
      return;
    }
    const { settings, lock } = folder;
    if (options['recreateMissing'] === true) recreateMissing(settings.data, loaded.settings.data);
    if (settings.demo) claimForDemo(settings.data, demoLog(settings.data));
    // Only a server needs these: without them every other command uses half the memory.
    const [{ createLog }, { startServer }] = await Promise.all([
      import('../log.js'),
      import('../app/restarting-app.js'),
    ]);
    collectEarlier();
    const log = createLog(settings.log.level);
    // Handled from the beginning: a stop while the store is being opened exits with 0 too.
    const stopped = untilStopped();
    reportClosing(closeDataFolder(settings.data), log);
    if (settings.isUtcAssumed && (process.env['TZ'] ?? '') === '') log.warn(UTC_ASSUMED);
    const running: { app?: App } = {};
    const load = () => loadForCommand(options, processIo(), files);
    const reload = createReload(loaded.settings, {
      log,
      load,
      apply: (reloaded) => running.app?.reload(reloaded) ?? [],
    });
    // From the beginning: without a handler the signal would end the server.
    process.on('SIGHUP', reload);
    const watch = watchLock(lock, log);
    const cluster = clusterOf(settings);
    if (cluster?.role === 'collector') {
      await runCollector({ settings, cluster, log, stopped });
      clearInterval(watch);
      lock.release();
      process.exit(0);
    }
    if (cluster !== null) await joinOrEnd(settings, cluster, { log, stopped });
    const app = await startServer({
      load,
      settings,
      peopleDirectory: loaded.settings.data,
      log,
      onReload: reload,
      onFailure: (reason) => {
        log.fatal(reason);
        process.exit(1);
      },
    });
    running.app = app;
    const notice = followingWords(settings, loaded.settings, loaded.configFile);
    sayRunning({ settings, app, notice, log });
    void app.firstAdmin?.then((admin) => {
      process.stdout.write(firstAdminWords(admin));
    });
    const manager = createServiceManager(process.env, (message) => {
      log.warn(message);
    });
    manager.ready();
    await stopped;
    manager.stopping();
    clearInterval(watch);
    await app.stop();
    lock.release();
    process.exit(0);
  });
}

/** Says where the pages are, how to sign in, and what is followed. */
function sayRunning({
  settings,
  app,
  notice,
  log,
}: {
  settings: ServerSettings;
  app: App;
  notice: string;
  log: Logger;
}): void {
  const lines = [
    `Tunnelwatch is running at ${app.url}\n`,
    signInWords(settings, app),
    notice === '' ? '' : `${notice}\n`,
  ];
  process.stdout.write(lines.join(''));
  if (notice !== '') log[settings.demo ? 'info' : 'warn'](notice);
}

/** Has a node begin where its cluster is; a stop meanwhile ends the program. */
async function joinOrEnd(
  { data: dataDirectory, audit: { keyFile } }: ServerSettings,
  cluster: ClusterSettings,
  { log, stopped }: { log: Logger; stopped: Promise<void> },
): Promise<void> {
  const [{ joinCluster }, { openAuditKeys }, { PeopleSeal }] = await Promise.all([
    import('../app/join-cluster.js'),
    import('../store/audit/audit-key.js'),
    import('../serve/people/replica/people-seal.js'),
  ]);
  const giving = new AbortController();
  const isStopped = stopped.then(() => {
    giving.abort();
    return true;
  });
  const seal = new PeopleSeal(openAuditKeys({ keyFile, dataDirectory }));
  const isJoined = joinCluster({ dataDirectory, cluster, seal, log, signal: giving.signal }).then(() => false);
  if (await Promise.race([isStopped, isJoined])) process.exit(0);
}

/** Reads the sources of this machine for a cluster, and serves no pages. */
async function runCollector({
  settings,
  cluster,
  log,
  stopped,
}: Pick<CollectorParts, 'settings' | 'cluster' | 'log'> & { stopped: Promise<void> }): Promise<void> {
  const { startCollector } = await import('../app/collector.js');
  const onFailure = (reason: string) => {
    log.fatal(reason);
    process.exit(1);
  };
  const collector = startCollector({ settings, cluster, log, onFailure });
  if (collector === undefined) throw new Error('a collector without sources has nothing to do: configure sources');
  process.stdout.write(`Tunnelwatch is collecting for the cluster ${cluster.name} as ${cluster.member}\n`);
  const manager = createServiceManager(process.env, (message) => {
    log.warn(message);
  });
  manager.ready();
  await stopped;
  manager.stopping();
  await collector.close();
}

const UTC_ASSUMED =
  "the host's time zone is UTC, and no source names one: time stamps without a zone are read as UTC. If a gateway or receiver " +
  'writes local time, set timeZone for its source, or TZ for the container';

/** Says what of the data folder was open to others. */
function reportClosing({ closed, open }: ClosedFolder, log: Logger): void {
  if (closed.length > 0) log.warn(`open to other users until now, and closed: ${closed.join(', ')}`);
  for (const text of open) log.warn(text);
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

const LOST_WORDS = `Nobody has set a password yet. If the one-time password is lost, "${COMMAND} user passwd admin" sets a new one.\n`;

/** How to sign in to a cluster that had no users. */
function firstAdminWords(admin: FirstAdmin | null): string {
  if (admin === null) return '';
  if (admin.kind === 'here') return passwordWords(admin.password);
  const where = admin.member === null ? 'another node' : `the node ${admin.member}`;
  return `The first admin of the cluster was made by ${where}, which has printed the one-time password.\n`;
}

function passwordWords(password: string): string {
  return `Sign in as admin with the one-time password ${password}\nIt is shown only once and must be changed at the first sign-in.\n`;
}

/** How to sign in: the one-time password is shown here and nowhere else. */
function signInWords({ insecureNoAuth }: Settings, { firstPassword, isUnclaimed }: SignInState): string {
  if (insecureNoAuth) return 'Sign-in is disabled: anybody who can reach this address has admin access.\n';
  if (firstPassword === undefined) return isUnclaimed ? LOST_WORDS : '';
  return passwordWords(firstPassword);
}

const HOW_TO_FOLLOW = `To follow your gateways, name their logs (${COMMAND} serve /var/log/gateways/*.log), listen for syslog (--listen udp://0.0.0.0:514), or list both under sources in tunnelwatch.yaml.`;

/** What stands in the place of the sources; empty when they are followed. */
function followingWords(settings: ServerSettings, wanted: Settings, configFile: string | null): string {
  if (settings.demo) return demoWords(wanted);
  // A node without sources shows what the collectors of its cluster send.
  if (settings.sources.length > 0 || clusterOf(settings) !== null) return '';
  const where = configFile === null ? '' : ` in ${configFile}`;
  return `No source is configured${where}: nothing is followed, and the pages show what was stored before. ${HOW_TO_FOLLOW} --demo runs a simulated gateway.`;
}

/** What a demo replaces and leaves out. */
function demoWords({ demo, sources, notifications }: Settings): string {
  const why = demo === 'auto' ? 'No source is configured and nothing is stored: a' : 'A';
  const unfollowed = sources.length === 0 ? '' : ' The configured sources are not followed meanwhile.';
  const muted =
    notifications.length === 0 ? '' : ' The configured notification channels are muted: a demo notifies nobody.';
  const next = demo === 'auto' ? ` ${HOW_TO_FOLLOW} --no-demo starts without the simulated gateway.` : '';
  return `${why} simulated gateway runs, and every page is marked DEMO. Its events have a store of their own.${unfollowed}${muted}${next}`;
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
