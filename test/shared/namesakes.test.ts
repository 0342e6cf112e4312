import { aliasesSchema } from '@tunnelwatch/server/config/aliases-schema';
import { parseLocatedYaml } from '@tunnelwatch/server/config/located-yaml';
import { GatewayNames } from '@tunnelwatch/server/core/aggregate/gateway-names';
import { aliasSetting, namesakesAmong } from '@tunnelwatch/shared/namesakes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('gateways whose names differ only in case or domain', () => {
  it('are found, with the shortest name to keep', () => {
    const names = [
      'gw1.paris.example',
      'gw2',
      'GW1',
      'gw1',
      'gw2.lan',
      'gw10',
      'fw.lyon',
      'fw.paris',
      '192.0.2.7',
      '192.0.2.70',
    ];
    expect(namesakesAmong(names)).toEqual([
      { gateway: 'gw1', others: ['GW1', 'gw1.paris.example'], isLookAlike: false },
      { gateway: 'gw2', others: ['gw2.lan'], isLookAlike: false },
    ]);
  });

  it('have a setting that a configuration takes and that makes them one, whatever characters they have', () => {
    const label = fc.stringMatching(/^[\w: '"#\u00e9\u202e{}&*!-]{1,8}$/).filter((text) => text.trim() === text);
    const domain = fc.constantFrom('', '.noc.example', '.paris.example', '.LAN');
    const host = fc
      .tuple(label, fc.boolean(), domain)
      .map(([name, isLarge, rest]) => (isLarge ? name.toUpperCase() : name) + rest);
    fc.assert(
      fc.property(fc.uniqueArray(host, { maxLength: 12 }), (gateways) => {
        const groups = namesakesAmong(gateways).filter(({ isLookAlike }) => !isLookAlike);
        for (const group of groups) {
          const parsed = parseLocatedYaml(aliasSetting(group), 'tunnelwatch.yaml');
          if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
          const aliases = aliasesSchema.parse(Reflect.get(Object(parsed.file.value), 'aliases'));
          const names = new GatewayNames(
            gateways.map((gateway) => ({ gateway })),
            new Map(Object.entries(aliases)),
          );
          for (const other of [group.gateway, ...group.others]) expect(names.nowOf(other)).toBe(group.gateway);
          for (const each of gateways) {
            if (each !== group.gateway && !group.others.includes(each)) expect(names.nowOf(each)).toBe(each);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['true', '12', '1e3', '0x1f', 'null', '.5', '-', 'a: b', '\u202egw'])(
    'are quoted where YAML would read %j as something else',
    (gateway) => {
      const parsed = parseLocatedYaml(
        aliasSetting({ gateway, others: [`${gateway}.noc.example`] }),
        'tunnelwatch.yaml',
      );
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
      expect(parsed.file.value).toEqual({ aliases: { [`${gateway}.noc.example`]: gateway } });
      expect(aliasSetting({ gateway, others: ['x'] })).not.toMatch(/\u202e/);
    },
  );

  it('[LIVE-47] are told apart from those whose letters only look the same', () => {
    expect(namesakesAmong(['gw1', 'gw-ams', 'gw2', 'gw-\u0430ms', 'gwl', 'GWl.lan', 'gw10'])).toEqual([
      { gateway: 'gwl', others: ['gw1', 'GWl.lan'], isLookAlike: true },
      { gateway: 'gw-ams', others: ['gw-\u0430ms'], isLookAlike: true },
      { gateway: 'gwl', others: ['GWl.lan'], isLookAlike: false },
    ]);
  });
});
