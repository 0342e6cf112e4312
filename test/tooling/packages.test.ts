import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const dependenciesSchema = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({ dependencies: dependenciesSchema, devDependencies: dependenciesSchema });
const installedSchema = z.object({ license: z.string() });
const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: dependenciesSchema })),
});

const lockText = readFileSync('package-lock.json', 'utf8');

function directDependencies(): string[] {
  const manifests = ['.', 'shared', 'server', 'client'].map((folder) =>
    manifestSchema.parse(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))),
  );
  const names = manifests.flatMap((one) => [...Object.keys(one.dependencies), ...Object.keys(one.devDependencies)]);
  return [...new Set(names)].filter((name) => !name.startsWith('@tunnelwatch/')).sort();
}

function installedLicence(name: string): string {
  return installedSchema.parse(JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))).license;
}

describe('docs/dependencies.md', () => {
  const rows = [...readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| (\S+) +\| (.+?) +\| ([^|]+?) +\|$/gm)]
    .map(([, name = '', , licence = '']) => ({ name, licence }))
    .filter(({ name }) => name !== 'package' && !name.startsWith('-'));

  it('names every direct dependency and no other', () => {
    expect([...new Set(rows.map(({ name }) => name))].sort()).toEqual(directDependencies());
  });

  it('names the licence that the package comes with', () => {
    expect(rows).toEqual(rows.map(({ name }) => ({ name, licence: installedLicence(name) })));
  });
});

describe('package-lock.json', () => {
  it('names no host to fetch packages from: that is the setting of who installs', () => {
    expect(lockText).not.toMatch(/"resolved": "https?:/);
  });

  it('knows the builds for all platforms, else `npm ci` refuses it on another one', () => {
    const { packages } = lockSchema.parse(JSON.parse(lockText));
    const paths = Object.keys(packages);
    const wanted = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies));
    expect(wanted.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
  });
});
