import { utcTime } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine, decodeStored } from '@tunnelwatch/server/core/decode/decode-line';
import { compileFormat, formatOf } from '@tunnelwatch/server/core/decode/line-format';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../../support/line-arbitraries.js';

const ARRIVED = Date.UTC(2026, 10, 29, 7);
const BODY = 'prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=7 windowbase=900 matchkey=a1';
const CONTEXT = { arrivedAt: ARRIVED, near: ARRIVED, zone: utcTime, gatewayHint: 'hint' };

function decode(pattern: string | null, line: string) {
  const format = formatOf(pattern);
  const decoded = decodeLine(line, { ...CONTEXT, format });
  if (decoded.kind !== 'message') return decoded.kind === 'unreadable' ? decoded.reason : decoded.kind;
  const { gateway, time, id, relays } = decoded;
  return {
    gateway,
    time: new Date(time).toISOString(),
    id,
    relays: [...relays],
    matchkey: decoded.parameters.get('matchkey'),
  };
}

describe('the format of a source', () => {
  it('says where gateway, time and message are, in a line that is misread without', () => {
    const line = `item 17 from dc1/gw7 at 29.11.2026 06:00:00 said: IPSEC: ${BODY}`;
    expect(decode(null, line)).toMatchObject({ gateway: 'said' });
    const pattern = String.raw`from \w+/(?P<gateway>\S+) at (?P<time>\S+ \S+) said: (?P<message>.*)`;
    const expected = { gateway: 'gw7', time: '2026-11-29T06:00:00.000Z', id: '278', relays: [], matchkey: 'a1' };
    expect(decode(pattern, line)).toEqual(expected);
    expect(decode(pattern.replaceAll('?P<', '?<'), line)).toEqual(expected);
  });

  it('counts more than what the line says, whose hosts become relays', () => {
    const line = `2026-11-29T06:00:00Z relay1 [2026-11-29 05:00:00] EFW: IPSEC: ${BODY} site=gw9`;
    expect(decode(String.raw`^(?<message>.*site=(?<gateway>\S+))$`, line)).toMatchObject({
      gateway: 'gw9',
      relays: ['relay1'],
      time: '2026-11-29T05:00:00.000Z',
    });
    expect(decode(String.raw`^(?<message>(?<time>\S+) .*)$`, line)).toMatchObject({
      gateway: 'relay1',
      time: '2026-11-29T06:00:00.000Z',
    });
  });

  it.each([
    ['gw1_Master.noc.example', 'gw1.noc.example'],
    ['192.0.2.7:51443', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
  ])('reads the gateway %s as everywhere', (written, gateway) => {
    expect(decode(String.raw`^x (?<gateway>\S+) y (?<message>.*)`, `x ${written} y IPSEC: ${BODY}`)).toMatchObject({
      gateway,
    });
  });

  it('leaves out a group that takes no part, is empty or holds no time', () => {
    const pattern = '^(?<time>[^|]*)[|](?:gw=(?<gateway>[^|]*))?[|](?<message>.*)$';
    const arrived = new Date(ARRIVED).toISOString();
    expect(decode(pattern, `soon||IPSEC: ${BODY}`)).toMatchObject({ gateway: 'hint', time: arrived });
    expect(decode(pattern, `|gw= |IPSEC: ${BODY}`)).toMatchObject({ gateway: 'hint', time: arrived });
  });

  it('unwraps what is in the group message, such as an object', () => {
    const line = `#7 ${JSON.stringify({ host: 'gw3', message: `IPSEC: ${BODY}` })} #`;
    expect(decode('^#7 (?<message>.*) #$', line)).toMatchObject({ gateway: 'gw3', id: '278', matchkey: 'a1' });
  });

  it.each([
    ['does not match', '^never (?<message>.*)'],
    ['finds no message', '(?<message>EFW)'],
    ['finds an empty message', '(?<message>x?)'],
  ])('that %s leaves a line to the usual reading', (_what, pattern) => {
    const line = `Nov 29 06:00:00 gw1 EFW: IPSEC: ${BODY}`;
    expect(decode(pattern, line)).toEqual(decode(null, line));
    expect(decode(pattern, 'nothing')).toBe('no-gateway-message');
    expect(decode(pattern, '  ')).toBe('empty');
  });

  it('never makes decoding throw, and never loses a line that is readable without', () => {
    const patterns = [
      '(?<message>.*)',
      '(?<gateway>.)(?<message>.+)',
      '^(?<time>.{0,20})(?<message>.*)',
      '(?<message>=.*)',
    ];
    fc.assert(
      fc.property(hardLine, fc.constantFrom(...patterns), (line, pattern) => {
        const without = decodeLine(line, CONTEXT);
        const by = decodeLine(line, { ...CONTEXT, format: formatOf(pattern) });
        if (without.kind !== 'unreadable') expect(by.kind).toBe(without.kind);
      }),
    );
  });
});

describe('a pattern', () => {
  it.each([
    ['(?<message>', /missing closing \)/, /RE2/],
    ['(?<message>a)(?=b)', /Perl syntax: `\(\?=`/, /without lookaround/],
    ['(?<=a)(?<message>b)', /named capture/, /without lookaround/],
    [String.raw`(?<message>(a)\1)`, /escape sequence/, /without lookaround and backreferences/],
    ['(?<message>a{5000})', /repeat count/, /RE2/],
    ['(?<message>(((a{10}){10}){10}){10})', /repeat count/, /RE2/],
    ['(?<gateway>a)', /no group message/, /\(\?<message>…\)/],
    ['a', /no group message/, /\(\?<message>…\)/],
    ['', /no group message/, /\(\?<message>…\)/],
    ['(?<message>a)(?<host>b)', /unknown group host/, /gateway, time, message/],
    ['(?<message>a)(?<message>b)', /duplicate capture group name/, /RE2/],
    [`(?<message>${'(a{1,30}b{1,30}){1,30}'})`, /too large/, /repetitions/],
    [`(?<message>${'a'.repeat(1000)})`, /characters/, /at most 1000/],
  ])('%s is refused with what is wrong and what to do', (pattern, message, remedy) => {
    const compiled = compileFormat(pattern);
    if (compiled.ok) throw new Error('it was taken');
    expect(compiled.message).toMatch(message);
    expect(compiled.remedy).toMatch(remedy);
  });

  it('of any text is taken or refused, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[()?<>a-z\\[\]{}|*+.]{0,40}$/)),
        (text) => {
          compileFormat(text);
          compileFormat(`${text}(?<message>.*)`);
        },
      ),
    );
  });
});

describe('the line of a stored event', () => {
  it('is read again whatever pattern it was read by, and whether that is still configured', () => {
    const inner = `IPSEC: ${BODY}`;
    for (const line of [
      `item 17 said: ${inner}`,
      `other: CONN: id=9 x=1 ## ${inner}`,
      `#7 ${JSON.stringify({ host: 'gw3', message: inner })} #`,
    ]) {
      const decoded = decodeStored(line, 278, CONTEXT);
      expect(decoded).toMatchObject({ kind: 'message', id: '278' });
      expect(decoded.kind === 'message' && decoded.parameters.get('windowbase')).toBe('900');
    }
  });
});
