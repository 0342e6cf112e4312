import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { requireNode } from './node-version.mjs';
import { makeDebianPackage } from './packaging/debian.mjs';
import { findProgram } from './programs.mjs';
import { releaseProblems, sectionOf } from './packaging/release-checks.mjs';
import { run } from './packaging/run.mjs';
import { makeTarball, readManifest } from './packaging/tarball.mjs';
import { ROOT } from './root.mjs';
import { setUp } from './setup.mjs';

// `npm run release`: everything that a release consists of, in dist/VERSION.
requireNode();
const { values } = parseArgs({ options: { draft: { type: 'boolean', default: false }, tag: { type: 'string' } } });
const { version } = readManifest();
const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
const problems = releaseProblems({
  version,
  otherVersions: otherVersions(),
  changelog,
  tag: values.tag,
  isDraft: values.draft,
});
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}
if (!(await setUp())) process.exit(1);
await release(join(ROOT, 'dist', version));

/** @param {string} folder */
async function release(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const debianPackage = await makeDebianPackage(folder);
  await checkDebianPackage(debianPackage);
  const files = [await makeTarball(folder), debianPackage, await makeSite(folder), await writeBillOfMaterials(folder)];
  const sums = files.map((file) => `${sha256(file)}  ${basename(file)}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  const notes = sectionOf(changelog, version)?.notes ?? '';
  writeFileSync(
    join(folder, 'release-notes.md'),
    `${notes}\n\nInstalling, upgrading and rolling back: docs/install.md. Checksums: SHA256SUMS.\n`,
  );
  console.log(folder);
}

/**
 * The documentation of the version as a site, to be put on any web server.
 *
 * @param {string} folder
 */
async function makeSite(folder) {
  const file = join(folder, `tunnelwatch-${version}-docs.tar.gz`);
  await run(process.execPath, [join(ROOT, 'node_modules', 'vitepress', 'bin', 'vitepress.js'), 'build', 'docs'], ROOT);
  await run(
    'tar',
    ['--create', '--gzip', '--file', file, '--directory', join(ROOT, 'docs', '.vitepress', 'dist'), '.'],
    ROOT,
  );
  return file;
}

/**
 * Debian's own check of packages. It takes half a minute and a hundred packages, so only a release runs it.
 *
 * @param {string} file
 */
async function checkDebianPackage(file) {
  if (findProgram('lintian') === undefined) {
    process.stderr.write('! lintian is missing, the Debian package was not checked: sudo apt-get install lintian\n');
    return;
  }
  await run('lintian', ['--allow-root', '--fail-on', 'error,warning', file], ROOT);
}

/**
 * All packages that are bundled or come along, with versions and licences (CycloneDX).
 *
 * @param {string} folder
 */
async function writeBillOfMaterials(folder) {
  const file = join(folder, `tunnelwatch-${version}.cdx.json`);
  const bill = JSON.parse(await run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], ROOT));
  // npm names the product after the folder of the clone.
  const { component } = bill.metadata;
  Object.assign(component, { name: 'tunnelwatch', purl: `pkg:npm/tunnelwatch@${version}`, type: 'application' });
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  return file;
}

/** @returns {Map<string, string>} the version that each other file says */
function otherVersions() {
  const files = ['shared/package.json', 'server/package.json', 'client/package.json', 'package-lock.json'];
  return new Map(files.map((file) => [file, JSON.parse(readFileSync(join(ROOT, file), 'utf8')).version]));
}

/** @param {string} file */
function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
