import { clientAddress, limitKey, plainAddress } from '@tunnelwatch/server/serve/client-address';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';

function requestFrom(remote: string, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remote });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

describe('addresses of clients', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    [' 2001:DB8:0:0:0:0:0:1 ', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
    ['unknown', undefined],
    ['203.0.113.700', undefined],
    ['203.0.113.7:port', undefined],
    ['', undefined],
  ])('[LIVE-40] reads %s as %s', (text, address) => {
    expect(plainAddress(text)).toBe(address);
  });

  it('[LIVE-40] believes only trusted proxies, with ports in their entries too', () => {
    const addressOf = clientAddress(['127.0.0.1', '198.51.100.0/24']);
    const cases = [
      ['192.0.2.9', '203.0.113.7', '192.0.2.9'],
      ['127.0.0.1', undefined, '127.0.0.1'],
      ['::ffff:127.0.0.1', '203.0.113.7:51234', '203.0.113.7'],
      ['127.0.0.1', '[2001:db8::1]:443', '2001:db8::1'],
      ['127.0.0.1', '192.0.2.66, 203.0.113.7:51234, 198.51.100.3:443', '203.0.113.7'],
      // A proxy that hides its client: what came before it may be anybody's invention.
      ['127.0.0.1', '192.0.2.66, unknown', '127.0.0.1'],
    ] as const;
    for (const [remote, forwarded, expected] of cases) expect(addressOf(requestFrom(remote, forwarded))).toBe(expected);
  });

  it('[LIVE-41] counts the addresses of one IPv6 /64 as one, and IPv4 addresses one by one', () => {
    expect(limitKey('2001:db8:0:1::1')).toBe(limitKey('2001:db8:0:1:ffff:ffff:ffff:ffff'));
    expect(limitKey('2001:db8::1')).toBe(limitKey('[2001:0DB8:0:0:1::]:443'));
    expect(limitKey('2001:db8:0:1::1')).not.toBe(limitKey('2001:db8:0:2::1'));
    expect(limitKey('::ffff:203.0.113.7')).toBe(limitKey('203.0.113.7:51234'));
    expect(limitKey('203.0.113.7')).not.toBe(limitKey('203.0.113.8'));
    expect(limitKey('::1')).toBe('0:0:0:0::/64');
  });
});
