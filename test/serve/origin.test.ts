import { isAllowedOrigin, isLocalHost } from '@tunnelwatch/server/serve/origin';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('names of this machine', () => {
  it.each(['localhost', 'localhost:8080', 'LOCALHOST:1', '127.0.0.1', '127.0.0.1:8080', '[::1]', '[::1]:8080'])(
    '%s is one',
    (host) => {
      expect(isLocalHost(host)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'example.com',
    'localhost.example.com',
    'example.com:8080',
    '127.0.0.1.example.com',
    '192.0.2.1',
    '[2001:db8::1]',
    '0.0.0.0',
    ':8080',
    'a b',
    '[::1',
  ])('%s is none', (host) => {
    expect(isLocalHost(host)).toBe(false);
  });
});

describe('origins of pages', () => {
  it.each([
    [undefined, 'localhost:8080', true],
    ['http://localhost:8080', 'localhost:8080', true],
    ['https://noc.example', 'noc.example', true],
    ['http://[::1]:8080', '[::1]:8080', true],
    ['http://localhost:8081', 'localhost:8080', false],
    ['http://example.com', 'localhost:8080', false],
    ['http://localhost:8080.example.com', 'localhost:8080', false],
    ['http://127.0.0.1:8080', 'localhost:8080', false],
    ['null', 'localhost:8080', false],
    ['', 'localhost:8080', false],
    ['http://localhost:8080', undefined, false],
  ])('%s at %s: %s', (origin, host, isAllowed) => {
    expect(isAllowedOrigin(origin, host, false)).toBe(isAllowed);
  });

  it.each([
    ['https://noc.example', true],
    ['http://noc.example', false],
    [undefined, true],
  ])('%s at noc.example over https: %s', (origin, isAllowed) => {
    expect(isAllowedOrigin(origin, 'noc.example', true)).toBe(isAllowed);
  });

  it('never throw, whatever the headers are', () => {
    const header = fc.option(fc.oneof(fc.string(), fc.webUrl()), { nil: undefined });
    fc.assert(
      fc.property(header, header, fc.boolean(), (origin, host, isSecure) => {
        expect(typeof isAllowedOrigin(origin, host, isSecure)).toBe('boolean');
        expect(typeof isLocalHost(host)).toBe('boolean');
      }),
    );
  });
});
