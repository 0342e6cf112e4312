import { parseSenderRange } from '@tunnelwatch/server/config/sender-range';
import { plainAddress, senderFilter } from '@tunnelwatch/server/ingest/source/syslog/senders';
import { describe, expect, it } from 'vitest';

function isHeard(allow: readonly string[], address: string): boolean {
  const ranges = allow.flatMap((range) => parseSenderRange(range) ?? []);
  expect(ranges).toHaveLength(allow.length);
  return senderFilter(ranges)(plainAddress(address));
}

describe('senders that are allowed', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:DB8::1', '2001:db8:0:0::1', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    // What a socket for both families says of an IPv4 sender.
    ['192.0.2.0/24', '::ffff:192.0.2.9', true],
    ['192.0.2.0/24', '::ffff:192.0.3.9', false],
    ['::ffff:192.0.2.0/120', '192.0.2.9', true],
    ['::ffff:192.0.2.0/120', '::ffff:192.0.2.9', true],
    ['::ffff:192.0.2.7', '192.0.2.8', false],
  ])('%s hears %s: %s', (range, address, expected) => {
    expect(isHeard([range], address)).toBe(expected);
    expect(isHeard(['198.51.100.1', range], address)).toBe(expected);
  });

  it('are all when nobody is named', () => {
    expect(senderFilter(null)('203.0.113.9')).toBe(true);
    expect(senderFilter([])('203.0.113.9')).toBe(false);
  });

  it.each(['', 'gw1', '192.0.2', '192.0.2.0/33', '192.0.2.0/', '2001:db8::/129', '192.0.2.1-9', '::1 ::2'])(
    '%j is no range',
    (text) => {
      expect(parseSenderRange(text)).toBeUndefined();
    },
  );
});
