import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { formatSettingError } from '@tunnelwatch/server/config/setting-error';
import { describe, expect, it } from 'vitest';

function load(file: string, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-aliases-'));
  const configFile = join(folder, 'tunnelwatch.yaml');
  writeFileSync(configFile, file);
  const loaded = loadSettings({ flags: {}, env, cwd: folder, configFile });
  return loaded.ok
    ? loaded.settings.aliases
    : loaded.errors.map((error) => formatSettingError(error).replace(`${folder}/`, ''));
}

describe('aliases of gateways', () => {
  it('are read whatever their case, with addresses in one form and chains resolved', () => {
    const file = [
      'aliases:',
      '  Old-FW: gw1',
      '  older-fw: old-fw',
      '  192.0.2.7: gw2',
      "  '2001:DB8:0:0::7': gw3",
      '  gw9: 2001:DB8::0009',
      '  GW1.lyon.example: gw1-lyon',
      // How a name is spelled.
      '  GW4: gw4',
      '  fw4: GW4',
    ];
    expect(load(file.join('\n'))).toEqual({
      'old-fw': 'gw1',
      'older-fw': 'gw1',
      '192.0.2.7': 'gw2',
      '2001:db8::7': 'gw3',
      gw9: '2001:db8::9',
      'gw1.lyon.example': 'gw1-lyon',
      gw4: 'gw4',
      fw4: 'gw4',
    });
    expect(load('', { TUNNELWATCH_ALIASES: '{"old-fw":"gw1"}' })).toEqual({ 'old-fw': 'gw1' });
  });

  it.each([
    ['an alias of itself', 'aliases:\n  a: b\n  gw1: gw1', 'tunnelwatch.yaml:3: aliases.gw1: is an alias of itself'],
    ['an empty name', "aliases:\n  old: ''", 'tunnelwatch.yaml:2: aliases.old: the name of the gateway is empty'],
    ['an empty key', "aliases:\n  ' ': gw1", 'tunnelwatch.yaml:2: aliases. : the name before the colon is empty'],
    ['a circle', 'aliases:\n  a: b\n  b: c\n  c: a', 'tunnelwatch.yaml:2: aliases.a: leads from b back to itself'],
    ['one name twice', 'aliases:\n  Old: gw1\n  OLD: gw2', 'tunnelwatch.yaml:3: aliases.OLD: is the same name as Old'],
    ['a list', 'aliases:\n  - gw1', 'tunnelwatch.yaml:1: aliases: ["gw1"] is not valid; expected names as logs'],
    ['a number', 'aliases:\n  old: 7', 'tunnelwatch.yaml:2: aliases.old: 7 is not valid; expected names as logs'],
  ])('refuse %s, with file, line and key', (_what, file, start) => {
    const errors = load(file);
    if (!Array.isArray(errors)) throw new Error('it was accepted');
    expect(errors.map((error) => error.slice(0, start.length))).toContain(start);
  });
});
