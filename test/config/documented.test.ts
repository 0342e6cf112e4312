import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { formatSettingError } from '@tunnelwatch/server/config/setting-error';
import { SETTINGS } from '@tunnelwatch/server/config/setting-list';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const OURS = new Set(SETTINGS.map(({ key }) => key.split('.')[0] ?? ''));
const DOCUMENTS = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))].filter((name) =>
  name.endsWith('.md'),
);

/**
 * The blocks of YAML whose keys are settings of ours: others are for Traefik, Prometheus and the like. Routes come with the
 * channels that the document has named before.
 */
function configurations(document: string): string[] {
  const blocks = readFileSync(document, 'utf8').matchAll(/^ *```yaml\n([^]*?)^ *```$/gm);
  let channels = '';
  return [...blocks].flatMap(([, block = '']) => {
    const content: unknown = parse(block);
    if (typeof content !== 'object' || content === null || !Object.keys(content).every((key) => OURS.has(key)))
      return [];
    if ('notifications' in content) channels = block;
    return ['routes' in content ? `${channels}${block}` : block];
  });
}

describe('[LIVE-112] the examples of configuration', () => {
  const examples = DOCUMENTS.flatMap((document) => configurations(document).map((text) => ({ document, text })));

  it.each(examples)('in $document are accepted', ({ text }) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'tunnelwatch.yaml'), text);
    const loaded = loadSettings({ flags: {}, env: {}, cwd: folder });
    expect(loaded.ok ? [] : loaded.errors.map(formatSettingError)).toEqual([]);
  });

  it('are found', () => {
    expect(examples.length).toBeGreaterThan(10);
  });
});
