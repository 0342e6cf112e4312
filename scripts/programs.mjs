import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { ROOT } from './root.mjs';

/**
 * Where syslog-ng is unpacked: its Debian package cannot be installed beside rsyslog, and both are tested.
 */
export const SYSLOG_NG_FOLDER = join(ROOT, '.cache', 'syslog-ng');

/** The journal's own program, which is on nobody's path. */
export const JOURNALD = '/lib/systemd/systemd-journald';

/** Where the administrator's programs are, which are not on everybody's path. */
const MORE_PLACES = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/**
 * The programs of the system that tests use, each with the Debian packages that bring it and a way to see whether it is there.
 *
 * @type {Readonly<Record<string, { packages: readonly string[], isThere: () => boolean }>>}
 */
const PROGRAMS = {
  // Its shell, which opens no windows, and two families of fonts that the pages are measured with.
  chromium: {
    packages: ['chromium-headless-shell', 'fonts-dejavu-core', 'fonts-noto-core'],
    isThere: () => findChromium() !== undefined,
  },
  caddy: { packages: ['caddy'], isThere: () => isOnPath('caddy') },
  'dpkg-deb': { packages: ['dpkg'], isThere: () => isOnPath('dpkg-deb') },
  faketime: {
    packages: ['faketime'],
    isThere: () => hasLibrary('faketime/libfaketimeMT.so.1'),
  },
  haproxy: { packages: ['haproxy'], isThere: () => isOnPath('haproxy') },
  journald: { packages: ['systemd'], isThere: () => isOnPath('journalctl') && isExecutable(JOURNALD) },
  logger: { packages: ['bsdutils'], isThere: () => isOnPath('logger') },
  logrotate: { packages: ['logrotate'], isThere: () => isOnPath('logrotate') },
  xz: { packages: ['xz-utils'], isThere: () => isOnPath('xz') },
  zstd: { packages: ['zstd'], isThere: () => isOnPath('zstd') },
  bzip2: { packages: ['bzip2'], isThere: () => isOnPath('bzip2') },
  lz4: { packages: ['lz4'], isThere: () => isOnPath('lz4') },
  zip: { packages: ['zip'], isThere: () => isOnPath('zip') },
  'nats-server': { packages: ['nats-server'], isThere: () => isOnPath('nats-server') },
  nginx: { packages: ['nginx-light'], isThere: () => isOnPath('nginx') },
  openssl: { packages: ['openssl'], isThere: () => isOnPath('openssl') },
  'prometheus-alertmanager': {
    packages: ['prometheus-alertmanager'],
    isThere: () => isOnPath('prometheus-alertmanager'),
  },
  promtool: { packages: ['prometheus'], isThere: () => isOnPath('promtool') },
  rsyslogd: { packages: ['rsyslog'], isThere: () => isOnPath('rsyslogd') },
  'rsyslog-gnutls': { packages: ['rsyslog-gnutls'], isThere: () => hasLibrary('rsyslog/lmnsd_gtls.so') },
  'syslog-ng': {
    packages: ['syslog-ng-core'],
    isThere: () => isOnPath('syslog-ng') || existsSync(join(SYSLOG_NG_FOLDER, 'usr/sbin/syslog-ng')),
  },
};

/** @typedef {{ name: string, packages: readonly string[] }} Missing a program that is not there */

/**
 * Whether a program of the list is on this machine.
 *
 * @param {string} name
 * @returns {boolean}
 * @throws when the list does not know it: then nobody installs it either
 */
export function hasProgram(name) {
  const program = PROGRAMS[name];
  if (program === undefined) throw new Error(`scripts/programs.mjs does not know "${name}": add it with its package`);
  return program.isThere();
}

/** @returns {Missing[]} the programs that tests use and that are not there */
export function missingPrograms() {
  return Object.entries(PROGRAMS)
    .filter(([, { isThere }]) => !isThere())
    .map(([name, { packages }]) => ({ name, packages }));
}

/**
 * Where a program is.
 *
 * @param {string} program
 * @returns {string | undefined} undefined when it is not installed
 */
export function findProgram(program) {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), ...MORE_PLACES];
  return places.map((place) => join(place, program)).find(isExecutable);
}

/** @param {string} program */
function isOnPath(program) {
  return findProgram(program) !== undefined;
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the same to who looks for a program.
    return false;
  }
}

/** @param {string} path below a folder of libraries, which Debian names after the machine */
function hasLibrary(path) {
  if (!existsSync('/usr/lib')) return false;
  return ['', ...readdirSync('/usr/lib')].some((folder) => existsSync(join('/usr/lib', folder, path)));
}
