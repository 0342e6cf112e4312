import fc from 'fast-check';

/** Lines that look like a gateway's, with values that are hard to keep: leading zeros, 64 bits, hexadecimal of both cases. */
const number = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  fc.nat().map(String),
  fc.tuple(fc.nat({ max: 20 }), fc.nat()).map(([zeros, value]) => '0'.repeat(zeros) + String(value)),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => `0x${value.toString(16)}`),
  fc.nat().map((value) => `0x${value.toString(16).toUpperCase()}`),
  fc.nat({ max: 0xffff }).map((value) => `0x0${value.toString(16)}`),
  fc.nat().map((value) => `-${String(value)}`),
  fc.constantFrom('NaN', '1e5', '12abc', '007', '0', '', '3.14', '99999999999999999999999'),
);

const stamp = fc
  .tuple(
    fc.date({ min: new Date('1900-01-01'), max: new Date('2300-01-01'), noInvalidDate: true }),
    fc.nat({ max: 999_999 }),
  )
  .chain(([date, micros]) =>
    fc.constantFrom(
      date.toISOString(),
      `${date.toISOString().slice(0, 19)}+01:00`,
      `${date.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}-03:00`,
      `${date.toISOString().slice(0, 10)} ${date.toISOString().slice(11, 19)}`,
      `[${date.toISOString().slice(0, 10)} ${date.toISOString().slice(11, 19)}]`,
      `Feb ${String(1 + (micros % 31)).padStart(2)} ${date.toISOString().slice(11, 19)}`,
      '2026-02-30T25:61:61',
      '2026-13-01T00:00:00.1234567',
    ),
  );

const value = fc.oneof(
  { weight: 4, arbitrary: number },
  fc.tuple(number, number).map(([a, b]) => `${a}.${b}`),
  fc.constantFrom(
    'drop',
    'correct the data',
    '"quoted value"',
    '"unclosed',
    'a=b',
    'ipsec_north_002',
    '45000123abc',
    '../x',
    '192.0.2.7:0x1a2b',
  ),
);

const key = fc.constantFrom(
  'prio',
  'id',
  'rev',
  'seqno',
  'windowbase',
  'windowsize',
  'matchkey',
  'iface',
  'spi',
  'pkt',
  '__proto__',
);

/** A line as a gateway, or somebody who wants to break us, might write it. Latin-1, without newlines. */
export const hardLine: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        stamp,
        fc.constantFrom('gw1', 'gw-north_Master', '192.0.2.1', ''),
        fc.array(fc.tuple(key, value), { maxLength: 10 }),
      )
      .map(
        ([time, host, pairs]) =>
          `${time} ${host} EFW: IPSEC: ${pairs.map(([name, text]) => `${name}=${text}`).join(' ')}`,
      ),
  },
  fc
    .string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) })
    .map((text) => text.replaceAll('\n', ' ')),
);
