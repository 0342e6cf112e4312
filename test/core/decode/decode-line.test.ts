import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/core/decode/decode-line';
import { lineText } from '@tunnelwatch/server/core/decode/line-text';
import { SEVERITIES } from '@tunnelwatch/shared/severity';
import { UNREADABLE_REASONS } from '@tunnelwatch/shared/source-health';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_SHAPES } from '../../corpus/field-shapes.js';
import { CORPUS } from '../../corpus/lines.js';
import { classifyText, eventOf } from '../../support/classify-text.js';

/** `npm run model -- --fuzz N` sets it. */
const RUNS = Number(process.env['TUNNELWATCH_FUZZ_RUNS'] ?? 5000);
const CONTEXT = { arrivedAt: 0, near: 0, zone: zoneReader('UTC'), gatewayHint: 'gw' };
const raw = (body: string) => `[2026-02-10 17:57:40] EFW: ${body}`;

/** Bytes of the corpus's lines with some of them changed, dropped or doubled: close to right, and wrong. */
const damaged = fc
  .tuple(
    fc.constantFrom(...CORPUS.map(({ line }) => line), ...FIELD_SHAPES.map(({ line }) => line)),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.constantFrom('change', 'drop', 'double')), { maxLength: 6 }),
  )
  .map(([line, damages]) => {
    const bytes = [...Buffer.from(line)];
    for (const [place, byte, kind] of damages) {
      const at = place % Math.max(1, bytes.length);
      if (kind === 'change') bytes[at] = byte;
      else if (kind === 'drop') bytes.splice(at, 1);
      else bytes.splice(at, 0, ...bytes.slice(at, at + byte));
    }
    return Buffer.from(bytes);
  });

const value = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.constantFrom('NaN', '1e5', '0x', '"unclosed', '"a b"', '""', 'a=b', '../x', '"', '\\"'),
);
const pair = fc
  .tuple(fc.constantFrom('prio', 'id', 'rev', 'event', 'seqno', 'matchkey', 'iface', '__proto__', ''), value)
  .map(([name, text]) => `${name}=${text}`);
const stamp = fc.constantFrom(
  '2026-02-10T17:57:45Z',
  '9999-12-31T23:59:59.999-14:00',
  '0000-01-01T00:00:00+14:00',
  '2026-02-30T25:61:61',
  'Feb 29 23:59:60',
  'Feb 10 0000 17:37:13',
  '[2026-02-10 17:57:40]',
  '<999>',
  '<134>1 -',
);

/** What looks like a gateway's line, with values that are hard to keep. */
const hardLine = fc
  .tuple(
    stamp,
    fc.constantFrom('gw1', 'gw_Master', '-', ''),
    fc.constantFrom('IPSEC', 'IKE,IPSEC', 'CONN', ''),
    fc.array(pair),
  )
  .map(([time, host, category, pairs]) => `${time} ${host} EFW: ${category}: ${pairs.join(' ')}`);

const anyLine = fc.oneof(
  damaged,
  hardLine.map((line) => Buffer.from(line, 'latin1')),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 100 }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .record({ message: fc.oneof(fc.string({ unit: 'binary' }), hardLine), host: fc.string({ unit: 'binary' }) })
    .map((object) => Buffer.from(JSON.stringify(object))),
);

describe('decoding and classifying', () => {
  it('never throws, and makes exactly one of four things of any line', () => {
    fc.assert(
      fc.property(anyLine, (bytes) => {
        const became = classifyText(bytes);
        expect(['event', 'other', 'unreadable', 'empty']).toContain(became.kind);
        if (became.kind === 'unreadable') expect(UNREADABLE_REASONS).toContain(became.reason);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives an event only what the store can keep: whole milliseconds, well-formed text, numbers in range', () => {
    fc.assert(
      fc.property(anyLine, (bytes) => {
        const became = classifyText(bytes);
        if (became.kind !== 'event') return;
        const { decoded, messageId, severity } = became.event;
        for (const time of [decoded.time, decoded.receivedTime]) {
          expect(Number.isSafeInteger(time) && Math.abs(time) <= 8.64e15, String(time)).toBe(true);
        }
        for (const text of [
          decoded.gateway,
          decoded.text,
          ...decoded.parameters.keys(),
          ...decoded.parameters.values(),
        ]) {
          expect(Buffer.from(text).toString()).toBe(text);
        }
        expect(messageId === null || (messageId >= 0 && messageId < 2 ** 31)).toBe(true);
        expect(SEVERITIES).toContain(severity);
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws on text that is no UTF-8 either', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff })), (units) => {
        const text = `EFW: IPSEC: id=278 matchkey=${String.fromCharCode(...units)}`;
        expect(() => decodeLine(text, CONTEXT)).not.toThrow();
      }),
    );
  });

  it.each(['{"time":1e300,', '{"time":1e999,', '{"timestamp":9007199254740993,', '{"time":0.0001,', '{"time":-5,'])(
    'takes no time that is none from %s',
    (beginning) => {
      const { decoded } = eventOf(`${beginning}"message":"EFW: IPSEC: id=278 matchkey=m1"}`);
      expect(Number.isSafeInteger(decoded.time) && Math.abs(decoded.time) <= 8.64e15).toBe(true);
    },
  );

  it('makes one tunnel of matchkeys that the store could not tell apart', () => {
    const keys = ['\\ud800', '\\ud801', '\\udfff', '\\ufffd'].map(
      (escaped) => eventOf(`{"message":"EFW: IPSEC: id=278 matchkey=a${escaped}b"}`).subject,
    );
    expect(new Set(keys.map((subject) => JSON.stringify(subject)))).toEqual(
      new Set([JSON.stringify({ kind: 'tunnel', gateway: 'gw-raw', matchkey: 'a\ufffdb' })]),
    );
  });

  it('has no NUL in a name, for a database would end the name there; the parameter stays as it is written', () => {
    const event = eventOf('Feb 10 17:37:13 g\0w EFW: IPSEC: id=278 matchkey=a\0b');
    expect(event.subject).toEqual({ kind: 'tunnel', gateway: 'g\ufffdw', matchkey: 'a\ufffdb' });
    expect(event.decoded.parameters.get('matchkey')).toBe('a\0b');
    expect(eventOf(raw('IPSEC: id=1682 iface=a\0b')).subject).toMatchObject({ kind: 'interface', iface: 'a\ufffdb' });
  });

  it('counts no category under a name without end', () => {
    expect(classifyText(raw(`${'A'.repeat(33)}: id=1`))).toEqual({ kind: 'unreadable', reason: 'no-gateway-message' });
    expect(classifyText(raw(`${'A'.repeat(32)}: id=1`))).toEqual({ kind: 'other', category: 'A'.repeat(32) });
  });
});

/** A megabyte and more of what a quadratic scan would take hours for: the test's own time limit is the judge. */
const PATHOLOGICAL: readonly [name: string, line: string][] = [
  ['spaces', ' '.repeat(2_000_000)],
  ['spaces and a letter', `${' '.repeat(2_000_000)}x`],
  ['marks', 'EFW:'.repeat(500_000)],
  ['marks that count', ' EFW: '.repeat(300_000)],
  ['a stamp and spaces', `Feb 10 17:37:13${' '.repeat(2_000_000)}`],
  ['a stamp and a host without end', `Feb 10 17:37:13 ${'h'.repeat(2_000_000)}\tx`],
  ['a host of HA members', `Feb 10 17:37:13 ${'_Master'.repeat(300_000)}x EFW: IPSEC: id=278`],
  ['tabs', `2026-02-10 18:57:45${'\t'.repeat(2_000_000)}`],
  ['brackets', `1 2026-02-10T18:57:45Z gw EFW - - ${'[a b="'.repeat(300_000)}`],
  ['structured data', `1 2026-02-10T18:57:45Z gw EFW - - ${'[a b="\\\\]"]'.repeat(200_000)} IPSEC: id=278`],
  ['categories', raw(`${'A,'.repeat(1_000_000)}`)],
  ['categories with spaces', raw(`${'A, '.repeat(700_000)}: id=278`)],
  ['equals signs', raw(`IPSEC: id=278 ${'='.repeat(2_000_000)}`)],
  ['names', raw(`IPSEC: id=278 ${'a='.repeat(1_000_000)}`)],
  ['pairs', raw(`IPSEC: id=278 ${'a=b '.repeat(500_000)}`)],
  ['a name without end', raw(`IPSEC: ${'a'.repeat(2_000_000)}=1`)],
  ['names without a value', raw(`IPSEC: id=278 ${'a '.repeat(1_000_000)}`)],
  ['quotes', raw(`IPSEC: id=278 note=${'"'.repeat(2_000_000)}`)],
  ['quoted values', raw(`IPSEC: id=278 ${'a="b" '.repeat(300_000)}`)],
  ['unclosed values', raw(`IPSEC: id=278 ${'a="b '.repeat(400_000)}`)],
  ['escaped quotes', raw(`IPSEC: id=278 ${'a="\\" '.repeat(300_000)}`)],
  ['backslashes', raw(`IPSEC: id=278 note="${'\\'.repeat(2_000_000)}" x`)],
  ['backslashes and quotes', raw(`IPSEC: id=278 note="${'\\\\\\" '.repeat(400_000)}`)],
  ['digits', raw(`IPSEC: id=${'9'.repeat(2_000_000)}`)],
  ['hexadecimal digits', raw(`IPSEC: id=278 seqno=0x${'f'.repeat(2_000_000)}`)],
  ['dashes in a text', raw(`IPSEC: ${'- '.repeat(1_000_000)}`)],
  ['full stops in a text', raw(`IPSEC: event="${' .'.repeat(1_000_000)}"`)],
  ['white space in a text', raw(`IPSEC: event="a${'\u00a0'.repeat(1_000_000)}b"`)],
  ['nested objects', `${'{"message":'.repeat(200_000)}`],
  ['nested lists', `{"message":"x","a":${'['.repeat(1_000_000)}`],
  ['escapes in JSON', `{"message":"${'\\u0041'.repeat(300_000)}"}`],
  ['half surrogates', `{"message":"EFW: IPSEC: id=278 matchkey=${'\\ud800'.repeat(200_000)}"}`],
];

describe('the time that a line takes', () => {
  it.each(PATHOLOGICAL)('grows with its length and not with the square of it: %s', (_name, line) => {
    expect(['event', 'other', 'unreadable', 'empty']).toContain(classifyText(line).kind);
  });
});

describe('severity', () => {
  it.each(SEVERITIES.map((severity, prio) => [prio, severity] as const))('prio=%d is %s', (prio, severity) => {
    expect(eventOf(raw(`IPSEC: prio=${String(prio)} id=278 matchkey=m1`)).severity).toBe(severity);
    // Syslog counts the other way round; the gateway's own word wins.
    expect(eventOf(`<${String(7 - prio)}>${raw('IPSEC: id=278 matchkey=m1')}`).severity).toBe(severity);
    expect(eventOf(`<${String(prio)}>${raw(`IPSEC: prio=${String(prio)} id=278`)}`).severity).toBe(severity);
  });
});

describe('the gateway of a line', () => {
  it.each([
    ['gw1_Master', 'gw1', 'Master'],
    ['gw1_Slave', 'gw1', 'Slave'],
    ['a_Master_Slave', 'a_Master', 'Slave'],
    ['_Master', '_Master', undefined],
    ['gw1_Masterful', 'gw1_Masterful', undefined],
    ['gw1-Master', 'gw1-Master', undefined],
  ])('of %s is %s', (host, gateway, member) => {
    const { decoded } = eventOf(`Feb 10 17:37:13 ${host} EFW: IPSEC: id=278 matchkey=m1`);
    expect([decoded.gateway, decoded.member]).toEqual([gateway, member]);
  });
});

describe('766 and 768', () => {
  it.each([766, 768])('%d is told by its id, whatever else the line says', (id) => {
    for (const rest of ['outer=3 inner=0 new=3', 'outer=3 inner=0', 'event=ecn_codepoint_mismatch new=1', '']) {
      const event = eventOf(raw(`IPSEC: id=${String(id)} ${rest} matchkey=m1`));
      expect([event.messageId, event.entry?.id]).toEqual([id, id]);
    }
  });
});

describe('the text of a line', () => {
  it('is exact for any UTF-8, and has U+FFFD for what is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(lineText(Buffer.from(text))).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(lineText(Buffer.from(bytes))).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      }),
    );
  });
});
