import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { findProgram, missingPrograms, SYSLOG_NG_FOLDER } from './programs.mjs';
import { ROOT } from './root.mjs';
import { runStep } from './step.mjs';

/**
 * @typedef {import('./programs.mjs').Missing} Missing
 * @typedef {readonly string[]} Prefix what stands in front of a command that needs root
 */

const LOCK = join(ROOT, '.cache', 'packages.lock');
/** What syslog-ng links to beside the C library. */
const SYSLOG_NG_LIBRARIES = [
  ...['libivykis0', 'libnet1', 'libjson-c5', 'libpcre3', 'libwrap0', 'libglib2.0-0', 'libcap2', 'libnsl2', 'libtirpc3'],
];

/**
 * Debian starts the services that it installs. These are for tests, which start their own: an nginx of the system would
 * take a port, an rsyslog its messages. Who has such a file keeps it.
 */
const APT_WITHOUT_SERVICES = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\\nexit 101\\n' >"$policy"
  chmod 755 "$policy"
fi
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"`;

/**
 * Installs the programs that tests use and that the machine lacks, where that is possible: on Debian, as root or by sudo
 * without a password.
 *
 * @returns {Promise<Missing[]>} those that are still missing
 */
export async function installPrograms() {
  if (missingPrograms().length === 0) return [];
  const asRoot = rootPrefix();
  if (asRoot === undefined || findProgram('apt-get') === undefined) return missingPrograms();
  const say = (/** @type {string} */ holder) => {
    process.stderr.write(`… waiting for another setup (process ${holder}) to end\n`);
  };
  await withLock(LOCK, () => installMissing(asRoot), say);
  return missingPrograms();
}

/**
 * @param {readonly Missing[]} missing
 * @returns {string[]} a line for people for each program, with the command that installs it
 */
export function describeMissing(missing) {
  return missing.map(({ name, packages }) => `${name} is missing: ${commandFor(name, packages)}`);
}

/**
 * @param {string} name
 * @param {readonly string[]} packages
 */
function commandFor(name, packages) {
  const install = `sudo apt-get install ${packages.join(' ')}`;
  if (name === 'syslog-ng') return `${install} (on a machine without rsyslog; as root, npm test unpacks it beside)`;
  if (name === 'chromium') return `${install}, or npx playwright install chromium, or set TUNNELWATCH_CHROMIUM`;
  return install;
}

/** @returns {Prefix | undefined} undefined when root's rights are not to be had */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (findProgram('sudo') === undefined) return undefined;
  const isAllowed = spawnSync('sudo', ['--non-interactive', 'true'], { stdio: 'ignore' }).status === 0;
  return isAllowed ? ['sudo', '--non-interactive'] : undefined;
}

/** @param {Prefix} asRoot */
async function installMissing(asRoot) {
  // Asked again under the lock: another process may just have installed them.
  const missing = missingPrograms();
  const packages = missing.filter(({ name }) => name !== 'syslog-ng').flatMap((one) => one.packages);
  if (missing.length === 0) return;
  if (!(await run('reading the lists of packages', [...asRoot, 'apt-get', 'update', '-qq']))) return;
  if (packages.length > 0) {
    const install = [...asRoot, 'sh', '-c', APT_WITHOUT_SERVICES, 'sh', ...packages];
    await run(`installing what the tests use: ${packages.join(' ')}`, install);
  }
  if (missing.some(({ name }) => name === 'syslog-ng')) await unpackSyslogNg();
}

/** Into a folder, with the libraries that the machine lacks: its package conflicts with rsyslog's. */
async function unpackSyslogNg() {
  const wanted = ['syslog-ng-core', ...SYSLOG_NG_LIBRARIES.filter((name) => !isInstalled(name))];
  const unpacked = `${SYSLOG_NG_FOLDER}.new`;
  const packages = join(unpacked, 'packages');
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(packages, { recursive: true });
  // Downloading needs no rights. As root, apt says that its own user cannot enter the folder: that is no trouble.
  const isDownloaded = await run(
    'unpacking syslog-ng into .cache',
    ['apt-get', 'download', '-qq', ...wanted],
    packages,
  );
  const isUnpacked = isDownloaded && readdirSync(packages).every((name) => unpack(join(packages, name), unpacked));
  rmSync(packages, { recursive: true, force: true });
  // Complete, or not there at all: what a run left half done is not taken for the whole.
  if (!isUnpacked) return;
  rmSync(SYSLOG_NG_FOLDER, { recursive: true, force: true });
  renameSync(unpacked, SYSLOG_NG_FOLDER);
}

/**
 * @param {string} archive
 * @param {string} folder
 */
function unpack(archive, folder) {
  return spawnSync('dpkg-deb', ['--extract', archive, folder], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/** @param {string} name of a package */
function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return stdout === 'installed';
}

/**
 * @param {string} title
 * @param {readonly string[]} words
 * @param {string} [cwd]
 * @returns {Promise<boolean>} false when it failed; what it said was written to standard error
 */
async function run(title, [file = '', ...args], cwd = ROOT) {
  const { code, output } = await runStep(title, { file, args, cwd });
  if (code !== 0) process.stderr.write(`${output.trimEnd()}\n`);
  return code === 0;
}
