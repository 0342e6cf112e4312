import { GatewayNames } from '@tunnelwatch/server/core/aggregate/gateway-names';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const namesOf = (written: readonly string[], names = new GatewayNames([])) => written.map((name) => names.of(name));

describe('the name of a gateway', () => {
  it.each([
    [['gw1', 'GW1', 'Gw1'], 'gw1'],
    [['GW_west', 'gw_WEST'], 'GW_west'],
    [['gw1', 'gw1.noc.example', 'GW1.NOC.example', 'gw1.noc.example.'], 'gw1'],
    [['gw1.noc.example', 'gw1', 'GW1.noc.example'], 'gw1'],
    [['gw1.lan', 'gw1.LAN', 'gw1'], 'gw1'],
    [['fw.paris', 'FW.Paris'], 'fw.paris'],
    [['192.0.2.7', '192.0.2.7'], '192.0.2.7'],
  ])('is one for %j', (written, name) => {
    expect(new Set(namesOf(written))).toEqual(new Set([name]));
  });

  it.each([
    [
      ['gw1.paris.example', 'gw1.lyon.example', 'gw1'],
      ['gw1', 'gw1.lyon.example', 'gw1'],
    ],
    [
      ['gw1', 'gw1.paris.example', 'gw1.lyon.example'],
      ['gw1', 'gw1', 'gw1.lyon.example'],
    ],
    [
      ['fw.paris', 'fw.lyon', 'fw'],
      ['fw.paris', 'fw.lyon', 'fw'],
    ],
    [
      ['192.0.2.7', '192.0.2.70', '192.0.2.7.lan'],
      ['192.0.2.7', '192.0.2.70', '192.0.2.7.lan'],
    ],
    [
      ['gw1', 'gw10', 'gw1-b'],
      ['gw1', 'gw10', 'gw1-b'],
    ],
  ])('is kept apart for different hosts in %j', (written, names) => {
    expect(namesOf(written)).toEqual(names);
  });

  it('is that of the configuration, in whatever case and domain it is written', () => {
    const names = new GatewayNames(
      [],
      new Map([
        ['old-name', 'gw1'],
        ['192.0.2.7', 'gw2'],
      ]),
    );
    expect(namesOf(['OLD-name', 'old-name.noc.example', '192.0.2.7', 'gw1'], names)).toEqual([
      'gw1',
      'gw1',
      'gw2',
      'gw1',
    ]);
  });

  it.each<[string, { gateway: string; domain?: string }[], [string, string][], [string, string][]]>([
    [
      'one that was stored',
      [{ gateway: 'gw1' }],
      [['old-fw', 'GW1']],
      [
        ['old-fw', 'gw1'],
        ['GW1', 'gw1'],
      ],
    ],
    [
      'a spelling of its own',
      [{ gateway: 'gw1' }],
      [['gw1', 'GW1']],
      [
        ['gw1', 'GW1'],
        ['gw1.noc.example', 'GW1'],
      ],
    ],
    [
      'one that was stored in two cases',
      [{ gateway: 'GW1' }, { gateway: 'gw1' }],
      [['gw1', 'gw1']],
      [
        ['GW1', 'gw1'],
        ['gw1', 'gw1'],
      ],
    ],
    [
      'a stored name whose domain was left out',
      [{ gateway: 'GW1', domain: 'lyon.example' }],
      [['gw1.lyon.example', 'gw1-lyon']],
      [
        ['GW1', 'gw1-lyon'],
        ['GW1.lyon.example', 'gw1-lyon'],
        ['gw1.paris.example', 'gw1.paris.example'],
      ],
    ],
    [
      'not a second host of the same short name',
      [{ gateway: 'gw1', domain: 'lyon.example' }, { gateway: 'gw1.paris.example' }],
      [['gw1', 'gw1-lyon']],
      [
        ['gw1', 'gw1-lyon'],
        ['gw1.lyon.example', 'gw1-lyon'],
        ['gw1.paris.example', 'gw1.paris.example'],
      ],
    ],
    [
      'a name with a domain',
      [],
      [['old', 'gw1.noc.example']],
      [
        ['old', 'gw1.noc.example'],
        ['gw1', 'gw1.noc.example'],
      ],
    ],
    [
      'an address',
      [{ gateway: 'gw1' }],
      [
        ['192.0.2.7', 'gw1'],
        ['gw2', '192.0.2.8'],
      ],
      [
        ['192.0.2.7', 'gw1'],
        ['gw2', '192.0.2.8'],
      ],
    ],
  ])('follows an alias to %s', (_what, stored, aliases, expected) => {
    const names = new GatewayNames(stored, new Map(aliases));
    expect(expected.map(([name]) => [name, names.of(name)])).toEqual(expected);
    for (const { gateway } of stored) expect(names.nowOf(gateway)).toBe(names.of(gateway));
  });

  it('is that of a gateway without alias, whatever was stored and is an alias of what', () => {
    const name = fc.constantFrom('gw1', 'GW1', 'gw1.a.example', 'GW1.b.example', 'old', 'OLD', '192.0.2.7');
    const target = fc.constantFrom('gw1', 'GW1', 'gw1.a.example', 'new', 'New.a.example', '192.0.2.8');
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 5 }),
        fc.dictionary(fc.constantFrom('gw1', 'old', 'gw1.b.example', '192.0.2.7'), target, { maxKeys: 4 }),
        fc.array(name, { maxLength: 8 }),
        (gateways, chosen, written) => {
          // No chains, as in a configuration that was read.
          const targets = new Set(Object.values(chosen).map((each) => each.toLowerCase()));
          const aliases = Object.entries(chosen).filter(([key]) => !targets.has(key));
          const names = new GatewayNames(
            gateways.map((gateway) => ({ gateway })),
            new Map(aliases),
          );
          for (const each of [...gateways, ...written]) {
            const now = names.of(each);
            expect(names.of(now), `${each} is ${now}`).toBe(now);
            expect(names.nowOf(now)).toBe(now);
          }
        },
      ),
    );
  });

  it('stays what the store has, where it was kept apart before', () => {
    const names = new GatewayNames([{ gateway: 'GW1' }, { gateway: 'gw1' }, { gateway: 'gw2.noc.example' }]);
    expect(namesOf(['gw1', 'GW1', 'gw1.noc.example', 'gw2', 'gw2.noc.example', 'GW2.other.example'], names)).toEqual([
      'gw1',
      'GW1',
      'GW1',
      'gw2.noc.example',
      'gw2.noc.example',
      'GW2.other.example',
    ]);
  });

  const aliases = fc.constantFrom<ReadonlyMap<string, string>>(
    new Map(),
    new Map([['gw1.b.example', 'gw-b']]),
    new Map([
      ['gw2', 'GW1'],
      ['192.0.2.7', 'gw1'],
    ]),
    new Map([['gw1', 'GW1.a.example']]),
  );

  it('can be looked up, with why, and nothing is remembered by it', () => {
    const lookUps = fc.constantFrom(
      'gw1',
      'GW1',
      'gw1.a.example',
      'gw1.b.example',
      'GW3.a.example',
      'gw3',
      '192.0.2.7',
    );
    fc.assert(
      fc.property(fc.array(lookUps, { maxLength: 20 }), fc.array(lookUps), aliases, (written, asked, chosen) => {
        const [names, untouched] = [new GatewayNames([], chosen), new GatewayNames([], chosen)];
        expect(namesOf(written, names)).toEqual(namesOf(written, untouched));
        const found = asked.map((name) => names.lookUp(name).gateway);
        for (const [at, name] of asked.entries()) {
          const copy = new GatewayNames([], chosen);
          namesOf(written, copy);
          expect(found[at]).toBe(copy.of(name));
        }
        expect(namesOf(asked, names)).toEqual(namesOf(asked, untouched));
      }),
    );
    const names = new GatewayNames([{ gateway: 'gw1' }], new Map([['old-name', 'gw1']]));
    expect(names.lookUp('OLD-NAME')).toEqual({ gateway: 'gw1', isAlias: true });
    expect(names.lookUp('GW1.noc.example')).toEqual({ gateway: 'gw1', isAlias: false });
  });

  it('is the same after a restart at any place, by what is stored of the gateways', () => {
    const name = fc.constantFrom(
      ...[
        'gw1',
        'GW1',
        'gw1.a.example',
        'gw1.b.example',
        'GW1.A.example',
        'gw2.lan',
        'gw2',
        'Gw2.b.example',
        '192.0.2.7',
      ],
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), fc.nat({ max: 30 }), aliases, (written, at, chosen) => {
        const names = new GatewayNames([], chosen);
        const before = namesOf(written.slice(0, at), names);
        const gateways = [...new Set(before)];
        const stored = gateways.map((gateway) => ({ gateway, domain: names.domainOf(gateway) }));
        const after = namesOf(written.slice(at), new GatewayNames(stored, chosen));
        expect(after).toEqual(namesOf(written.slice(at), names));
      }),
    );
  });
});
