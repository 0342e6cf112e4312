import { parseMessageId, parseWholeNumber } from '@tunnelwatch/server/core/decode/whole-number';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MOST = 2n ** 64n - 1n;
const LEAST = -(2n ** 63n);

describe('a whole number', () => {
  it('keeps all 64 bits, decimal or hexadecimal, with leading zeros or without', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: LEAST, max: MOST }), fc.nat({ max: 20 }), (value, zeros) => {
        const sign = value < 0n ? '-' : '';
        const digits = (value < 0n ? -value : value).toString();
        expect(parseWholeNumber(`${sign}${'0'.repeat(zeros)}${digits}`)).toBe(value);
        if (value < 0n) return;
        expect(parseWholeNumber(`+${digits}`)).toBe(value);
        expect(parseWholeNumber(`0x${'0'.repeat(zeros)}${value.toString(16)}`)).toBe(value);
        expect(parseWholeNumber(`0X${value.toString(16).toUpperCase()}`)).toBe(value);
      }),
    );
  });

  it('is none beyond 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: MOST + 1n, max: 2n ** 200n }), (value) => {
        expect(parseWholeNumber(value.toString())).toBeUndefined();
        expect(parseWholeNumber(`0x${value.toString(16)}`)).toBeUndefined();
        expect(parseWholeNumber(`-${value.toString()}`)).toBeUndefined();
      }),
    );
    expect(parseWholeNumber((LEAST - 1n).toString())).toBeUndefined();
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1.0',
    '1e3',
    'NaN',
    'Infinity',
    '0x',
    '0xg',
    '0b1',
    '0o7',
    '--1',
    '-0x1',
    '1_000',
    '١',
    '１',
  ])('is not %j', (text) => {
    expect(parseWholeNumber(text)).toBeUndefined();
  });
});

describe('a message id', () => {
  it.each([
    ['278', 278],
    ['00000278', 278],
    ['0x116', 278],
    ['010', 10],
    ['0', 0],
    ['2147483647', 2 ** 31 - 1],
  ])('%s is %d', (text, id) => {
    expect(parseMessageId(text)).toBe(id);
  });

  it.each(['2147483648', '-1', '278abc', '', '278.0', '99999999999999999999'])('is not %j', (text) => {
    expect(parseMessageId(text)).toBeUndefined();
  });
});
