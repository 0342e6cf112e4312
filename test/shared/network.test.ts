import { isInNetwork, parseNetwork, senderAt } from '@tunnelwatch/shared/network';
import { networkSchema } from '@tunnelwatch/shared/sender';
import { describe, expect, it } from 'vitest';

describe('a network', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7/24', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:2:3:4:5/64', '2001:db8:0:1::/64'],
    ['2001:db8::192.0.2.1', '2001:db8::c000:201'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
  ])('%s is written %s', (text, usual) => {
    expect(parseNetwork(text)?.text).toBe(usual);
  });

  it.each([
    '',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.7/33',
    '1::2::3',
    '1:2:3:4:5:6:7',
    'gw1',
    '::1/129',
    '1:2:3:4:5:6:7:8::',
  ])('is not %j', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it('has the addresses that share its prefix', () => {
    const [v4, v6] = [parseNetwork('192.0.2.128/25'), parseNetwork('2001:db8::/47')];
    if (v4 === undefined || v6 === undefined) throw new Error('networks are read');
    expect(['192.0.2.127', '192.0.2.128', '192.0.2.255', '2001:db8::'].map((each) => isInNetwork(each, v4))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['2001:db8:1:2::3', '2001:db8:2::'].map((each) => isInNetwork(each, v6))).toEqual([true, false]);
  });

  it('of a sender is its address, for IPv6 its /64', () => {
    expect(['192.0.2.7', '2001:db8:1:2:3::4'].map(senderAt)).toEqual(['192.0.2.7', '2001:db8:1:2::/64']);
  });
});

it('[ALM-84] a block that would cut off everything is refused', () => {
  const isTaken = (text: string) => networkSchema.safeParse(text).success;
  expect(['0.0.0.0/0', '10.0.0.0/8', '::/0', '2001:db8::/31', 'everybody'].map(isTaken)).toEqual(Array(5).fill(false));
  expect(['203.0.113.9', '203.0.0.0/16', '2001:db8::/32', '2001:db8::/64'].map(isTaken)).toEqual(Array(4).fill(true));
});
