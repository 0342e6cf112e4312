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
      fc.property(fc.array(name, { maxLength: 30 }), fc.nat({ max: 30 }), (written, at) => {
        const names = new GatewayNames([]);
        const before = namesOf(written.slice(0, at), names);
        const gateways = [...new Set(before)];
        const stored = gateways.map((gateway) => ({ gateway, domain: names.domainOf(gateway) }));
        const after = namesOf(written.slice(at), new GatewayNames(stored));
        expect(after).toEqual(namesOf(written.slice(at), names));
      }),
    );
  });
});
