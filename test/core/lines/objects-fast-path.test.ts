import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_SHAPES, SHAPE_ARRIVAL } from '../../corpus/field-shapes.js';
import { laterLine } from '../../corpus/varied-lines.js';
import { lineRig } from '../../support/line-rig.js';

/** Other digits in the same places, now and then one more or one less: numbers change their length. */
function withDigits(text: string, digits: readonly number[]): string {
  let at = 0;
  return text.replace(/\d/g, (digit) => {
    const next = digits[at++ % digits.length] ?? 0;
    if (next === 11) return `${digit}${String(at % 10)}`;
    if (next === 12) return '';
    return next > 9 ? digit : String(next);
  });
}

const body = fc
  .tuple(
    fc.constantFrom(
      'id=278',
      'id=0278',
      'prio=2 id=611',
      '\tid=278',
      'id=00278 rev=1 event="Anti-replay check failed"',
    ),
    fc.constantFrom(
      'seqno=41',
      'seqno=0x1f',
      'seqno=18446744073709551615',
      'note="a 5 \\" b"',
      'note=é7',
      'note=#0117',
    ),
    fc.constantFrom(
      'matchkey=a1',
      'matchkey=4711',
      'matchkey="a 1"',
      'iface=if3',
      'matchkey=a1,',
      'matchkey=DOM\\n1',
      '',
    ),
    fc.constantFrom('', ' windowbase=900', '\r\n', ' x=1 matchkey=b2', '#015'),
  )
  .map(([id, pair, subject, end]) => `IPSEC: ${id} ${pair} ${subject}${end}`);

const message = fc
  .tuple(
    fc.constantFrom(
      'EFW: ',
      ' EFW: ',
      'Nov 29 06:00:00 gw1 EFW: ',
      '<133>1 2026-11-29T06:00:00.123456789Z gw2 EFW - - [meta sequenceId="17"] ',
      '[2026-11-29 05:59:50] EFW: ',
      '06:00:03] EFW: ',
      '29-11-2026 6:00:00 gw1 EFW: ',
      '',
    ),
    body,
  )
  .map((parts) => parts.join(''));

/** An escape in the place of some letter or sign, which JSON allows anywhere in a text. */
const escape = fc.constantFrom<[RegExp, string]>(
  [/(?!)/, ''],
  [/(?!)/, ''],
  [/i(?=d=)/, '\\u0069'],
  [/ (?=id=)/, '\\u0020'],
  [/=(?=\d)/, '\\u003d'],
  [/e(?=y=)/, '\\u0065'],
  [/E(?=FW)/, '\\u0045'],
  [/7/, '\\u0037'],
  [/a/, '\\u00e4'],
  [/\//, '\\/'],
);

const field = fc.constantFrom(
  '"host":"gw1"',
  '"host":"192.0.2.7:51443"',
  '"host":{"name":"gw3","ip":["192.0.2.9"]}',
  '"hostname":"gw-7_Master"',
  '"host":"gw1","host":"gw2"',
  '"time":"2026-11-29T06:00:01.123456789Z"',
  '"time":"2026-11-29T06:00:01.5+01:00"',
  '"@timestamp":"2026-11-29T06:00:01,250"',
  '"timestamp":1795932000.125',
  '"date":1795932000.070123',
  '"date": 1795932000125',
  '"__REALTIME_TIMESTAMP":"1795932000123456"',
  '"timeUnixNano":"1795932000123456789"',
  '"DATE":"Nov 29 06:00:02"',
  '"EventTime":"11/29/2026 6:00:00 AM"',
  '"ts":7',
  '"level":5',
  '"PRIORITY":"6"',
  '"PID":"2026-11-29"',
  '"programname":"EFW"',
  '"source_port":51443',
  '"container_id":"4f5e2b"',
  '"n":-5, "m":5e3, "k":[1,2,{"a":3}]',
  '"7":"x=8EFW 9"',
  '"full_message":"EFW: IPSEC: id=611 matchkey=z9"',
  '"note":"naïve"',
  '"bad":007',
);
const messageKey = fc.constantFrom('message', 'MESSAGE', 'log', 'msg', '_raw', 'payload', 'short_message');
const wrapping = fc.constantFrom<(object: string) => string>(
  (object) => object,
  (object) => object,
  (object) => `${object}  `,
  (object) => `${object}\r`,
  (object) => `  ${object}`,
  (object) => `@cee: ${object}`,
  (object) => `Nov 29 06:00:00 collector1 vector[3]: ${object}`,
  (object) => JSON.stringify({ log: `${object}\n`, stream: 'stdout', time: '2026-11-29T06:00:03.100200300Z' }),
  (object) => object.slice(0, -1),
);

/** An object as a shipper writes it, or nearly: in any order of its keys, with escapes, some of them twice. */
const object = fc
  .tuple(messageKey, message, escape, fc.array(field, { maxLength: 4 }), fc.nat({ max: 4 }), wrapping)
  .map(([key, text, [what, by], fields, place, wrap]) => {
    const written = `"${key}":${JSON.stringify(text).replace(what, () => by)}`;
    return wrap(`{${[...fields.slice(0, place), written, ...fields.slice(place)].join(',')}}`);
  });
const shape = fc.constantFrom(...FIELD_SHAPES.map(({ line }) => line));

/** What a gateway's next lines have in common, the name of a tunnel, a clock, or a number. */
const TOKEN = new RegExp(
  [
    '(?<=matchkey=)[a-z]\\d',
    '\\b(?:prio|id|rev)=\\\\?"?\\w+',
    '"(?:level|PRIORITY|7)":"?\\d?',
    '\\d{4}[-/]\\d\\d[-/]\\d\\d',
    '\\d\\d[-/.]\\d\\d[-/.]\\d{4}',
    '\\d\\d[- /]Nov[- /]\\d{4}',
    'Nov \\d\\d(?: \\d{4}\\b)?',
    '<\\d+>\\d?',
    '(?:\\d+\\.){3}\\d+(?::\\d+)?',
    '\\\\u\\w{4}',
    '\\d\\d?:\\d\\d:\\d\\d',
    '[A-Za-z_#]\\w*',
    '\\d+',
  ].join('|'),
  'g',
);

/** Other clocks and other numbers of as many digits, as in the next lines of a log. */
function next(text: string, digits: readonly number[]): string {
  let at = 0;
  const digit = (least: number, most: number) =>
    String(least + ((digits[at++ % digits.length] ?? 0) % (most - least + 1)));
  return text.replace(TOKEN, (token) => {
    if (/^\d\d?:/.test(token)) return `${token.slice(0, -5)}${digit(0, 5)}${digit(0, 9)}:${digit(0, 5)}${digit(0, 9)}`;
    return /^[a-z]?\d+$/.test(token) ? token.replace(/[1-9]/g, () => digit(1, 9)) : token;
  });
}

const digitsOf = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 30 });

/** A few lines, each many times: the same, with other numbers, and now and then with any other digits. */
const stream = fc
  .array(fc.oneof({ weight: 3, arbitrary: object }, shape), { minLength: 1, maxLength: 3 })
  .chain((lines) =>
    fc
      .array(fc.tuple(fc.constantFrom(...lines), fc.constantFrom(next, next, next, next, withDigits), digitsOf), {
        minLength: 6,
        maxLength: 30,
      })
      .map((picks) => [...lines, ...lines, ...picks.map(([line, vary, digits]) => vary(line, digits))]),
  );

describe('objects and other wrappings on the fast path', () => {
  it('[TAIL-56] become what full decoding makes of them, and are kept byte for byte', () => {
    fc.assert(
      fc.property(stream, fc.constantFrom('UTC', 'Europe/Stockholm'), (lines, zone) => {
        const [fast, full] = [false, true].map((forgets) => {
          const rig = lineRig({ now: SHAPE_ARRIVAL, zone, forgets, partEvents: 16 });
          lines.forEach((line, at) => {
            rig.line(line);
            if (at % 13 === 12) rig.commit();
          });
          rig.commit();
          return rig.outcome();
        });
        expect(fast).toEqual(full);
      }),
      { numRuns: 300 },
    );
  });
});

/** Later lines of a log, of which hardly any must be decoded in full. */
function slowShare(lineAt: (number: number) => string): number {
  const rig = lineRig({ now: SHAPE_ARRIVAL, partEvents: 1024 });
  for (let number = 0; number < WARM; number++) rig.line(lineAt(number));
  const before = rig.slowOf();
  for (let number = WARM; number < WARM + STEADY; number++) rig.line(lineAt(number));
  return (rig.slowOf() - before) / STEADY;
}
const WARM = 400;
const STEADY = 1000;
const EVENT = 'IPSEC: prio=2 id=278 rev=1 event=\\"Anti-replay check failed\\"';

describe('a steady log', () => {
  it.each([
    [
      'Fluent Bit',
      (n: number, s: string) =>
        `{"date":1795932${s}.${String(100_000 + n)},"host":"gw1","message":"EFW: ${EVENT} seqno=${String(n)} matchkey=a${String(n)}"}`,
    ],
    [
      'Vector',
      (n: number, s: string) =>
        `{"appname":"EFW","facility":"local0","hostname":"gw1","message":"${EVENT} seqno=${String(n * 13)} matchkey=${String(n)}","severity":"notice","source_ip":"192.0.2.7","source_type":"syslog","timestamp":"2026-11-29T06:00:${s.slice(-2)}.${String(100 + (n % 900))}Z"}`,
    ],
    [
      'journald',
      (n: number, s: string) =>
        `{"__REALTIME_TIMESTAMP":"1795932${s}${String(123_456 + n)}","_HOSTNAME":"gw1","SYSLOG_IDENTIFIER":"EFW","PRIORITY":"5","_PID":"${String(800 + n)}","MESSAGE":"${EVENT} seqno=${String(n)} matchkey=t-${String(n)}"}`,
    ],
    [
      'Docker',
      (n: number, s: string) =>
        `{"log":"<133>1 2026-11-29T06:00:${s.slice(-2)}Z gw1 EFW - - - ${EVENT} seqno=${String(n)} matchkey=a${String(n % 50)}\\n","stream":"stdout","time":"2026-11-29T06:00:${s.slice(-2)}.${String(123_456_789 + n)}Z"}`,
    ],
    [
      'rsyslog',
      (n: number, s: string) =>
        `{"timestamp":"2026-11-29T06:00:${s.slice(-2)}.${String(123_456 + n)}+00:00","host":"gw1","severity":"notice","facility":"local0","syslog-tag":"EFW:","message":" EFW: ${EVENT} seqno=${String(n)} matchkey=a${String(n)}"}`,
    ],
    [
      'a container runtime',
      (n: number, s: string) =>
        `2026-11-29T06:00:${s.slice(-2)}.${String(123_456_789 + n)}Z stdout F Nov 29 05:59:59 gw2 EFW: ${EVENT.replaceAll('\\"', '"')} seqno=${String(n)} matchkey=a${String(n)}`,
    ],
  ])('[TAIL-57] of %s is read on the fast path', (_name, line) => {
    expect(slowShare((number) => line(number, String(number % 60).padStart(3, '0')))).toBeLessThanOrEqual(0.001);
  });

  it('[TAIL-57] of any shape of the field is, but for lines that a receiver folded', () => {
    const slow = FIELD_SHAPES.filter(({ repeats }) => repeats === undefined).filter(({ line }) => {
      const rig = lineRig({ now: SHAPE_ARRIVAL, partEvents: 1024 });
      for (let number = 0; number < 80; number++) rig.line(laterLine(line, number));
      const before = rig.slowOf();
      for (let number = 80; number < 120; number++) rig.line(laterLine(line, number));
      return rig.slowOf() > before;
    });
    expect(slow.map(({ name }) => name)).toEqual([]);
  });
});
