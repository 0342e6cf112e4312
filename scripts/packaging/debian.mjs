import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../root.mjs';
import { filesBelow } from '../staleness.mjs';
import { debianChangelog, manualPage } from './debian-texts.mjs';
import { copyProductionPackages } from './production-packages.mjs';
import { sectionOf } from './release-checks.mjs';
import { run } from './run.mjs';
import { readManifest, stage } from './tarball.mjs';

const SOURCES = join(ROOT, 'packaging', 'debian');
const ARCHITECTURES = new Map([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
]);
/** Where each shell looks for completions. */
const COMPLETIONS = new Map([
  ['bash', 'usr/share/bash-completion/completions/tunnelwatch'],
  ['zsh', 'usr/share/zsh/vendor-completions/_tunnelwatch'],
  ['fish', 'usr/share/fish/vendor_completions.d/tunnelwatch.fish'],
]);
const MAINTAINER = 'Tunnelwatch maintainers <tunnelwatch@example.org>';
/** Where the service keeps its store. Its key of the audit trail lies beside it, not within. */
const DATA = '/var/lib/tunnelwatch/data';

/**
 * Makes the Debian package for the architecture of this machine. The clone must be built.
 *
 * @param {string} destination folder
 * @param {'xz' | 'none'} [compression]
 * @returns {Promise<string>} the path of the package
 */
export async function makeDebianPackage(destination, compression = 'xz') {
  const architecture = ARCHITECTURES.get(process.arch);
  if (process.platform !== 'linux' || architecture === undefined) {
    throw new Error(`the Debian package has binaries of the machine that builds it: build it on Linux (x64 or arm64)`);
  }
  const { version } = readManifest();
  mkdirSync(destination, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-debian-'));
  const file = join(destination, `tunnelwatch_${version}_${architecture}.deb`);
  try {
    await fill(folder);
    writeControl(folder, architecture);
    await run('chmod', ['--recursive', 'u=rwX,go=rX', folder], ROOT);
    await run('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', folder, file], ROOT);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return file;
}

/** @param {string} folder the root of what is installed */
async function fill(folder) {
  const program = join(folder, 'usr', 'lib', 'tunnelwatch');
  await stage(program);
  copyProductionPackages(join(program, 'node_modules'));
  install(folder, 'usr/bin/tunnelwatch', readFileSync(join(SOURCES, 'tunnelwatch.sh')), 0o755);
  install(folder, 'lib/systemd/system/tunnelwatch.service', readFileSync(join(SOURCES, 'tunnelwatch.service')));
  install(folder, 'etc/tunnelwatch/tunnelwatch.yaml', configuration());
  const main = join(program, 'bin', 'tunnelwatch.mjs');
  const { version } = readManifest();
  const help = await run(process.execPath, [main, '--help'], folder);
  install(folder, 'usr/share/man/man1/tunnelwatch.1.gz', compressed(manualPage(version, help)));
  for (const [shell, path] of COMPLETIONS) {
    install(folder, path, await run(process.execPath, [main, 'completion', shell], folder));
  }
  install(folder, 'usr/share/doc/tunnelwatch/copyright', readFileSync(join(SOURCES, 'copyright')));
  install(folder, 'usr/share/doc/tunnelwatch/changelog.gz', compressed(changelog(version)));
}

/** @param {string} text */
function compressed(text) {
  return gzipSync(text, { level: 9 });
}

/**
 * What CHANGELOG.md says of this version, dated as there; what is not released yet has the date of today.
 *
 * @param {string} version
 */
function changelog(version) {
  const section = sectionOf(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), version);
  const day = new Date(section?.date ?? '');
  const date = Number.isNaN(day.getTime()) ? new Date() : day;
  return debianChangelog({ version, maintainer: MAINTAINER, notes: section?.notes ?? '', date });
}

/**
 * Every setting as a comment, and the folder of the data: nothing else differs from the defaults.
 *
 * @returns {string}
 */
function configuration() {
  const lines = readFileSync(join(ROOT, 'tunnelwatch.example.yaml'), 'utf8').trimEnd().split('\n');
  const first = lines.findIndex((line) => line === '');
  const settings = lines.slice(first).map((line) => {
    if (line.startsWith('data:')) return `data: ${DATA}`;
    return line === '' || /^\s*#/.test(line) ? line : `# ${line}`;
  });
  const title = [
    '# Tunnelwatch: every setting with its default, as a comment; all but data.',
    '# Check it with "tunnelwatch check-config", and apply it with "systemctl reload tunnelwatch"; the log says what needs a restart.',
    '# Details: /usr/lib/tunnelwatch/docs/configuration.md',
  ];
  return [...title, ...settings, ''].join('\n');
}

/**
 * @param {string} folder
 * @param {string} architecture
 */
function writeControl(folder, architecture) {
  const { version } = readManifest();
  const bytes = filesBelow(folder, ['usr', 'etc', 'lib']).reduce((sum, path) => sum + readFileSync(path).length, 0);
  const fields = [
    'Package: tunnelwatch',
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${MAINTAINER}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    'Depends: adduser, nodejs (>= 20.19), init-system-helpers (>= 1.54), libc6 (>= 2.31), libstdc++6',
    'Recommends: systemd',
    'Section: net',
    'Priority: optional',
    'Description: monitor for IPsec tunnels of Clavister cOS Stream gateways',
    ' It follows the logs of the gateways, stores every IPsec event, and shows replay',
    ' and integrity failures per tunnel and alerts live in the browser.',
  ];
  install(folder, 'DEBIAN/control', `${fields.join('\n')}\n`);
  install(folder, 'DEBIAN/conffiles', '/etc/tunnelwatch/tunnelwatch.yaml\n');
  for (const script of ['postinst', 'prerm', 'postrm']) {
    cpSync(join(SOURCES, script), join(folder, 'DEBIAN', script));
    chmodSync(join(folder, 'DEBIAN', script), 0o755);
  }
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {string | Buffer} content
 * @param {number} [mode]
 */
function install(folder, path, content, mode = 0o644) {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content, { mode });
}
