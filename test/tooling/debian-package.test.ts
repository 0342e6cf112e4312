import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeDebianPackage } from '../../scripts/packaging/debian.mjs';
import { filesBelow } from '../../scripts/staleness.mjs';
import { lacks } from '../support/programs.js';

describe.skipIf(lacks('dpkg-deb'))('the Debian package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-deb-'));
  const root = join(folder, 'root');

  beforeAll(async () => {
    const file = await makeDebianPackage(folder, 'none');
    execFileSync('dpkg-deb', ['--raw-extract', file, root]);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function read(path: string): string {
    return readFileSync(join(root, path), 'utf8');
  }

  it('[LIVE-61] has the program with its packages for one architecture, the command and the unit', () => {
    const paths = filesBelow(root, ['.']).map((path) => path.slice(root.length + 1));
    expect(paths.filter((path) => !path.startsWith('usr/lib/tunnelwatch/')).sort()).toEqual([
      'DEBIAN/conffiles',
      'DEBIAN/control',
      'DEBIAN/postinst',
      'DEBIAN/postrm',
      'DEBIAN/prerm',
      'etc/tunnelwatch/tunnelwatch.yaml',
      'lib/systemd/system/tunnelwatch.service',
      'usr/bin/tunnelwatch',
      'usr/share/bash-completion/completions/tunnelwatch',
      'usr/share/doc/tunnelwatch/changelog.gz',
      'usr/share/doc/tunnelwatch/copyright',
      'usr/share/fish/vendor_completions.d/tunnelwatch.fish',
      'usr/share/man/man1/tunnelwatch.1.gz',
      'usr/share/zsh/vendor-completions/_tunnelwatch',
    ]);
    const binaries = paths.filter((path) => path.endsWith('.node'));
    expect(binaries).not.toEqual([]);
    expect(binaries.filter((path) => !path.includes(`linux-${process.arch}`) || path.includes('musl'))).toEqual([]);
  });

  it('[LIVE-61] has a manual page with the commands, and a changelog that Debian reads', () => {
    const unpacked = (path: string) => gunzipSync(readFileSync(join(root, path))).toString();
    const commands = [...unpacked('usr/share/man/man1/tunnelwatch.1.gz').matchAll(/^\.B (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(commands).toEqual(expect.arrayContaining(['serve', 'ingest', 'backup', 'token']));
    const changelog = unpacked('usr/share/doc/tunnelwatch/changelog.gz').trimEnd().split('\n');
    expect(changelog[0]).toMatch(/^tunnelwatch \(\d+\.\d+\.\d+\) unstable; urgency=medium$/);
    expect(changelog.at(-1)).toMatch(/^ -- .+ <.+>  \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/);
    expect(changelog.slice(1, -1).filter((line) => !/^( {2}[* ] \S.*|)$/.test(line))).toEqual([]);
  });

  it('[LIVE-61] has a configuration in which everything but the data folder is a comment', () => {
    expect(parse(read('etc/tunnelwatch/tunnelwatch.yaml'))).toEqual({ data: '/var/lib/tunnelwatch/data' });
    expect(read('DEBIAN/conffiles')).toBe('/etc/tunnelwatch/tunnelwatch.yaml\n');
  });

  it('[LIVE-61] lets the service write backups to a folder that outlives the package', () => {
    const folder = '/var/backups/tunnelwatch';
    expect(read('lib/systemd/system/tunnelwatch.service')).toContain(`\nReadWritePaths=-${folder}\n`);
    expect(read('DEBIAN/postinst')).toContain(` ${folder}\n`);
    expect(read('DEBIAN/postrm')).not.toContain(folder);
  });

  it.each(['DEBIAN/postinst', 'DEBIAN/prerm', 'DEBIAN/postrm', 'usr/bin/tunnelwatch'])(
    '[LIVE-61] %s is a script',
    (path) => {
      execFileSync('sh', ['-n', join(root, path)]);
    },
  );
});
