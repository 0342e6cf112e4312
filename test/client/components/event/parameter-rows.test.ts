import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOf, meaningsOf } from '@tunnelwatch/shared/parameter-meaning';
import { parameterRows } from '../../../../client/src/components/event/parameter-rows.js';

describe('hexOf', () => {
  it('writes whole numbers in hex, beyond 2^53 without loss', () => {
    expect(hexOf('500')).toBe('0x1f4');
    expect(hexOf('18446744073709551615')).toBe('0xffffffffffffffff');
    expect(hexOf('-1')).toBe('-0x1');
  });

  it('leaves anything else alone', () => {
    for (const text of ['', 'abc', '0x10', '1.5', ' 1', 'NaN']) expect(hexOf(text), text).toBeNull();
  });

  it('is the number again when read back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        expect(BigInt(hexOf(value.toString()) ?? '')).toBe(value);
      }),
    );
  });
});

describe('parameterRows', () => {
  it('keeps the order of the line and what was written', () => {
    const rows = parameterRows({
      class: 'replay',
      parameters: { seqno: '0x10', matchkey: 'a b', windowsize: '0064' },
      numbers: { seqno: '16', windowsize: '64' },
    });
    expect(rows).toEqual([
      { name: 'seqno', written: '0x10', decimal: '16', hex: '0x10', meaning: null },
      { name: 'matchkey', written: 'a b', decimal: null, hex: null, meaning: null },
      { name: 'windowsize', written: '0064', decimal: '64', hex: '0x40', meaning: 'packets' },
    ]);
  });

  it('names protocols and ECN code points', () => {
    const meanings = (name: string, value: string, failureClass: 'ecn' | 'decryption' | 'memory') =>
      parameterRows({ class: failureClass, parameters: { [name]: value }, numbers: { [name]: value } })[0]?.meaning;
    expect(meanings('nexthdr', '50', 'decryption')).toBe('ESP');
    expect(meanings('nexthdr', '200', 'decryption')).toBe('unassigned: no protocol has this number');
    expect(meanings('nexthdr', '99', 'decryption')).toBeNull();
    expect(meanings('nexthdr', '300', 'decryption')).toBe('no protocol number: they end at 255');
    expect(meanings('proto', '17', 'decryption')).toBe('UDP');
    expect(meanings('new', '3', 'ecn')).toBe('CE');
    // The new size of 632 is no code point.
    expect(meanings('new', '3', 'memory')).toBe('SAs that the database has room for');
  });

  it('shows why the length of a ciphertext is bad', () => {
    const parameters = { datalen: '103', blklen: '16' };
    const [datalen] = parameterRows({ class: 'decryption', parameters, numbers: parameters });
    expect(datalen?.meaning).toBe('bytes: 7 more than whole blocks of 16, so it cannot be decrypted');
    const zero = { datalen: '103', blklen: '0' };
    expect(parameterRows({ class: 'decryption', parameters: zero, numbers: zero })[0]?.meaning).toBe('bytes');
  });

  it('names IP versions, sizes, and padding that does not fit', () => {
    const meanings = (numbers: Record<string, string>) =>
      parameterRows({ class: 'decryption', parameters: numbers, numbers }).map(({ meaning }) => meaning);
    expect(meanings({ ipver: '4' })).toEqual(['IPv4']);
    expect(meanings({ ipver: '9' })).toEqual(['neither IPv4 nor IPv6']);
    expect(meanings({ iplen: '1500', spi: '305419896' })).toEqual(['bytes', null]);
    expect(meanings({ datalen: '32', padlen: '15' })).toEqual(['bytes', 'bytes']);
    expect(meanings({ datalen: '32', padlen: '31' })).toEqual(['bytes', 'bytes: more than fit into 32 bytes of data']);
  });

  it('takes hostile names for names', () => {
    const parameters = Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', 'x'],
    ]);
    const rows = parameterRows({ class: 'unknown', parameters, numbers: {} });
    expect(rows.map((row) => [row.name, row.decimal])).toEqual([
      ['__proto__', null],
      ['constructor', null],
    ]);
  });
});

it('says what numbers stand for to programs as well, a security parameter index in both of its forms', () => {
  const numbers = { nexthdr: '50', inner: '3', datalen: '33', blklen: '16', ipver: '6', spi: '500', seqno: '7' };
  expect(meaningsOf({ class: 'ecn', parameters: { ...numbers, iface: 'wan' }, numbers })).toEqual({
    nexthdr: 'ESP',
    inner: 'CE',
    datalen: 'bytes: 1 more than whole blocks of 16, so it cannot be decrypted',
    blklen: 'bytes',
    ipver: 'IPv6',
    spi: '0x1f4 (500)',
  });
  expect(
    meaningsOf({ class: 'memory', parameters: { size: '9', new: '4' }, numbers: { size: '9', new: '4' } }),
  ).toEqual({
    size: 'SAs that the database has room for',
    new: 'SAs that the database has room for',
  });
});
