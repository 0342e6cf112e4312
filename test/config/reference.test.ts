import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseLocatedYaml } from '@tunnelwatch/server/config/located-yaml';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { SETTINGS } from '@tunnelwatch/server/config/setting-list';
import { describe, expect, it } from 'vitest';
import { renderExample, renderMarkdown } from './render-reference.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/configuration.md', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../tunnelwatch.example.yaml', import.meta.url));

describe('the documents of the configuration follow the schema (renew them with vitest -u)', () => {
  it('docs/configuration.md has every setting with unit, default and environment variable', async () => {
    await expect(renderMarkdown(headOf(DOCUMENT, '\n### '))).toMatchFileSnapshot(DOCUMENT);
  });

  it('tunnelwatch.example.yaml has every setting with its default', async () => {
    await expect(renderExample(headOf(EXAMPLE, '\n# Folder'))).toMatchFileSnapshot(EXAMPLE);
  });

  it('the example is a right configuration in which nothing differs from the defaults', () => {
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const fromFile = loadSettings({ flags: {}, env: {}, cwd, configFile: EXAMPLE });
    const fromDefaults = loadSettings({ flags: {}, env: {}, cwd: '/nonexistent' });
    if (!fromFile.ok || !fromDefaults.ok) throw new Error(JSON.stringify([fromFile, fromDefaults]));
    expect({ ...fromFile.settings, data: '' }).toEqual({ ...fromDefaults.settings, data: '' });
  });

  it('names every setting in the example', () => {
    const parsed = parseLocatedYaml(readFileSync(EXAMPLE, 'utf8'), EXAMPLE);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const lines = SETTINGS.filter((setting) => setting.defaultValue !== null).map(({ path }) =>
      parsed.file.lineOf(path),
    );
    expect(new Set(lines).size).toBe(lines.length);
  });
});

/** What people wrote by hand before the first setting. */
function headOf(path: string, firstSetting: string): string {
  const text = readFileSync(path, 'utf8');
  const end = text.indexOf(firstSetting);
  return end < 0 ? text : text.slice(0, end);
}
