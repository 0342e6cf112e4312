import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { classifyLine } from '@tunnelwatch/server/core/classify/classify-line';
import { utcTime } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/core/decode/decode-line';
import { formatOf } from '@tunnelwatch/server/core/decode/line-format';
import { explainLine } from '@tunnelwatch/server/core/explain/explain-line';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { type Explanation, explanationSchema } from '@tunnelwatch/shared/explanation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_SHAPES, SHAPE_ARRIVAL, SHAPE_HINT } from '../../corpus/field-shapes.js';
import { hardLine } from '../../support/line-arbitraries.js';

const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const DECODING = { arrivedAt: SHAPE_ARRIVAL, near: SHAPE_ARRIVAL, zone: utcTime, gatewayHint: SHAPE_HINT };
const PAIRS = 'prio=2 id=278 rev=1 event="Anti-replay check failed" seqno=7 windowbase=900 matchkey=a1';

function explain(line: string, format: string | null = null): Explanation {
  const context = { ...DECODING, format: formatOf(format), catalogue, zoneName: 'UTC', hintName: 'the file’s name' };
  return explanationSchema.parse(explainLine(line, context));
}

/** Lines as they come, and within what shippers and receivers put around. */
const anyLine = fc.oneof(
  hardLine,
  fc.constantFrom(...FIELD_SHAPES.map(({ line }) => line)),
  hardLine.map((line) => JSON.stringify({ host: 'gw1', message: line })),
  hardLine.map((line) => `x 1 ${JSON.stringify({ log: JSON.stringify({ message: line }) })}`),
  hardLine.map((line) => `2026-11-29 06:00:00,gw1,"${line.replaceAll('"', '""')}"`),
  hardLine.map((line) => line.replaceAll(' ', '#011')),
  fc.tuple(hardLine, fc.nat({ max: 60 })).map(([line, cut]) => JSON.stringify({ message: line }).slice(0, -1 - cut)),
  fc.tuple(fc.constantFrom(...FIELD_SHAPES), fc.nat({ max: 400 })).map(([{ line }, cut]) => line.slice(0, cut)),
);
const anyFormat = fc.constantFrom(
  null,
  '(?<message>.*)',
  '^(?<gateway>.{1,4})(?<message>.+)',
  '^(?<time>.{0,20})(?<message>.*)',
);

describe('an explanation', () => {
  it('never says anything else than decoding and classifying do, and never throws', () => {
    fc.assert(
      fc.property(anyLine, anyFormat, (line, format) => {
        const decoded = decodeLine(line, { ...DECODING, format: formatOf(format) });
        const became = classifyLine(decoded, catalogue);
        const explained = explain(line, format);
        const event = became.kind === 'event' ? became.event : undefined;
        const kind = event === undefined || event.entry !== undefined ? became.kind : 'unknown';
        expect(explained.outcome).toBe(kind);
        expect(explained.failure?.reason).toBe(became.kind === 'unreadable' ? became.reason : undefined);
        if (became.kind === 'unreadable') expect(explained.failure?.nearest.join('')).not.toBe('');
        if (decoded.kind !== 'message') return;
        expect(explained.gateway).toMatchObject({ name: decoded.gateway, member: decoded.member ?? null });
        expect(explained.time?.at).toBe(decoded.time);
        expect(explained.receivedTime?.at).toBe(decoded.receivedTime);
        expect([explained.category, explained.id]).toEqual([decoded.category, decoded.id ?? null]);
        if (event === undefined) return;
        expect(explained.subject).toEqual(event.subject);
        expect(explained.severity?.value).toBe(event.severity);
        expect(explained.message).toMatchObject({ id: event.messageId, class: event.class });
      }),
      { numRuns: 2000 },
    );
  });

  it('does not change what decoding gives', () => {
    fc.assert(
      fc.property(anyLine, anyFormat, (line, format) => {
        const context = { ...DECODING, format: formatOf(format) };
        expect(decodeLine(line, { ...context, trace: () => undefined })).toEqual(decodeLine(line, context));
      }),
    );
  });

  it('gives places only where the pair or the part really stands', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const { fields, parts } = explain(line);
        for (const { name, place } of fields) {
          if (place !== null) expect(line.slice(place.start).startsWith(name)).toBe(true);
        }
        for (const { place } of parts) if (place !== null) expect(place.end).toBeGreaterThan(place.start);
      }),
    );
  });

  it.each(FIELD_SHAPES)('finds every pair and the gateway in the line: $name', ({ line, gateway }) => {
    const { fields, outcome, gateway: named } = explain(line);
    expect(outcome).toBe('event');
    expect(named?.name).toBe(gateway);
    expect(fields.length).toBeGreaterThan(5);
    for (const { name, value, place } of fields) {
      const text = place === null ? '' : line.slice(place.start, place.end);
      expect(text.startsWith(`${name}=`), `${name} in ${line}`).toBe(true);
      expect(text).toContain(value);
    }
  });

  it('marks what the parts of a line are', () => {
    const line = `<133>Nov 29 06:00:00 relay1 <132>Nov 29 05:59:58 gw1_Master EFW: IPSEC: ${PAIRS}`;
    const { parts, headers, gateway, time, receivedTime } = explain(line);
    expect(parts.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'severity <133>',
      'time Nov 29 06:00:00',
      'relay relay1',
      'severity <132>',
      'time Nov 29 05:59:58',
      'gateway gw1_Master',
      'program EFW:',
      'category IPSEC:',
    ]);
    for (const { text, place } of parts) expect(line.slice(place?.start, place?.end)).toBe(text);
    expect(headers.map(({ role, host }) => [role, host])).toEqual([
      ['relay', 'relay1'],
      ['gateway', 'gw1_Master'],
    ]);
    expect(gateway).toMatchObject({ name: 'gw1', member: 'Master', from: 'the header nearest to the message' });
    expect(time?.from).toBe('a header in front of the message');
    expect(receivedTime?.at).toBe(Date.UTC(2026, 10, 29, 6));
  });

  it.each([
    [`EFW: IPSEC: ${PAIRS}`, ['time unknown: the line has no stamp', 'gateway from the file’s name']],
    [`Nov 29 06:00:00 gw1 EFW: IPSEC: ${PAIRS}`, ['year assumed: the stamp has none, and 2026', 'zone assumed:']],
    [
      `2026-11-29 06:00:00 gw1 EFW: IPSEC: ${PAIRS}`,
      ['zone assumed: the stamp has none, and that of its source (UTC)'],
    ],
    [`2026-11-29T06:00:00Z gw1 EFW: IPSEC: ${PAIRS}`, []],
    [`[2026-11-29 06:00:00] EFW: IPSEC: ${PAIRS}`, ['gateway from the file’s name']],
    ['2026-11-29T06:00:00Z gw1 EFW: IPSEC: prio=2 id=9999', ['id 9999 is not in the catalogue']],
    ['2026-11-29T06:00:00Z gw1 EFW: IPSEC: id=278', ['no matchkey, which this message usually has']],
    [
      '2026-11-29T06:00:00Z gw1 EFW: IPSEC: prio=2 event="Anti-replay check failed" matchkey=a1',
      ['known by its text alone'],
    ],
  ])('of %s says what is uncertain', (line, expected) => {
    const { doubts } = explain(line);
    expect(doubts).toHaveLength(expected.length);
    for (const [at, text] of expected.entries()) expect(doubts[at]).toContain(text);
  });

  it.each([
    [
      'Nov 29 06:00:00 gw1 prio=2 id=278 seqno=7',
      'there is no category such as IPSEC: in front of the pairs (prio, id, seqno)',
    ],
    [
      '{"a":1,"b":{"c":"x"}}',
      'the object has no field that holds a message: its fields are a, b.c; name it with format:',
    ],
    ['gw1 EFW: IPSEC: id=abc x=1', 'id=abc is not a number'],
    ['gw1 EFW: ipsec: id=278', 'ipsec: is no category: a gateway writes IPSEC:'],
    ['gw1 IPSEC prio=2 id=278', 'IPSEC is not followed by a colon'],
    ['gw1 EFW: tunnel down', 'EFW at 4 is not followed by a category'],
    ['gw1 sshd: hello', 'there are no name=value pairs'],
    ['gw1 IPSEC: prio=2 matchkey=a1', 'behind IPSEC: at 4 there is no id='],
    [`Nov 29 06:00:00 gw1 sshd[7]: IPSEC: ${PAIRS}`, 'IPSEC: at 29 stands behind sshd[7]: the tag of another program'],
    ['gw1 EFW: IPSEC:', 'nothing stands behind the category'],
    ['gw1 EFW: IPSEC: seqno=7 matchkey=a1', 'there is no id= among its pairs (seqno, matchkey)'],
    ['{"message":"EFW: IPSEC: id=278', 'the object breaks off in the text that begins at 11'],
    ['{"message":"x","a":[1', 'the bracket at 19 is not closed'],
    ['{"a":1} {"b":2}', 'the object ends at 6, and more text follows'],
    ['{"a":b}', 'what stands between them is no JSON'],
    ['gw1 \u0003\u0004 x', 'it has 2 control characters, the first (\\x03) at 4'],
  ])('of %s says what it lacks', (line, expected) => {
    expect(explain(line).failure?.nearest[0]).toContain(expected);
  });

  it('says what was taken off', () => {
    const line = `x: ${JSON.stringify({ host: 'gw1', ts: '2026-11-29T06:00:00Z', message: `message repeated 5 times: [ EFW: IPSEC: ${PAIRS}]` })}`;
    const { unwrapped, gateway, time, repeats } = explain(line);
    expect(unwrapped[0]).toBe(
      'a JSON object at 3: its field message gave the message, host gave the host, ts gave the time',
    );
    expect(unwrapped.at(-1)).toBe('folding: a receiver wrote 5 equal messages as this line');
    expect(gateway?.from).toBe('the object around the message');
    expect(time).toMatchObject({ from: 'the object around the message', zone: 'its own' });
    expect(repeats).toBe(5);
  });

  it('says what a format gave, and when it does not match', () => {
    const pattern = '^(?<time>[^|]+)[|](?<gateway>[^|]+)[|](?<message>.*)$';
    const line = `29.11.2026 06:00:00|gw7|IPSEC: ${PAIRS}`;
    const explained = explain(line, pattern);
    expect(explained.unwrapped).toEqual(['the pattern of the source (format) gave gateway, time, message']);
    expect(explained.gateway).toMatchObject({ name: 'gw7', from: 'the group gateway of the format' });
    expect(explained.time).toMatchObject({ from: 'the group time of the format', zone: 'UTC, that of the source' });
    expect(explained.fields.map(({ place }) => line.slice(place?.start, place?.end)).join(' ')).toBe(PAIRS);
    expect(explain(`2026-11-29T06:00:00Z gw1 EFW: IPSEC: ${PAIRS}`, pattern).doubts).toEqual([
      'the format of the source does not match: the line is read as any other',
    ]);
    expect(explain('a|b|c', pattern).doubts[0]).toContain('its group message holds no gateway message');
  });

  it('leaves out what nobody can read, and counts it', () => {
    const line = `gw1 EFW: IPSEC: id=278 ${Array.from({ length: 5000 }, (_, at) => `a${String(at)}=1`).join(' ')}`;
    const { fields, notShown } = explain(line);
    expect(fields).toHaveLength(200);
    expect(notShown).toBe(4801);
  });
});
