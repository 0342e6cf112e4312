import { eventPageSchema } from '@tunnelwatch/shared/api';
import { textsByNameSchema } from '@tunnelwatch/shared/texts-by-name';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepEqual } from '../../../../client/src/live/keep-equal.js';
import { ServeProcess } from '../../../support/serve-process.js';

/** Names that mean something to an object of JavaScript; an empty value among them. */
const FIELDS = [
  ['__proto__', '1'],
  ['constructor', '0x2'],
  ['toString', '3'],
  ['hasOwnProperty', 'four'],
  ['__defineGetter__', '5'],
  ['empty', ''],
] as const;
const WRITTEN = FIELDS.map(([name, value]) => `${name}=${value}`).join(' ');
const LINE = `2026-02-10T12:00:00Z gw-north EFW: IPSEC: prio=2 id=00000278 rev=1 event=x ${WRITTEN} matchkey=m1`;
const ALL = [...FIELDS, ['matchkey', 'm1']];

let server: ServeProcess;

beforeAll(async () => {
  server = await ServeProcess.start({ content: `${LINE}\n` });
  await server.untilCount(1);
});

afterAll(() => server.remove());

describe('parameters with hostile names', () => {
  it('are in the JSON of the API, each with its value, and survive parsing', async () => {
    const { items } = eventPageSchema.parse(await server.get('events'));
    expect(Object.entries(items[0]?.parameters ?? {})).toEqual(ALL);
    expect(Object.entries(items[0]?.numbers ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3'],
      ['__defineGetter__', '5'],
    ]);
  });

  it('are in the NDJSON export', async () => {
    const text = await (await server.fetch('api/v1/events/export?format=ndjson')).text();
    expect(Object.entries(Object(JSON.parse(text)).parameters)).toEqual(ALL);
  });

  it('are in the CSV export', async () => {
    const text = await (await server.fetch('api/v1/events/export?format=csv')).text();
    expect(text).toContain(`"${WRITTEN} matchkey=m1"`);
  });
});

describe('texts by name', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom('', '__proto__', 'constructor', 'toString', '0'));
  const texts = fc.dictionary(name, fc.string(), { noNullPrototype: true });

  it('come out of JSON, parsing and merging as they went in, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
        const sent = Object.fromEntries(pairs);
        const parsed = textsByNameSchema.parse(JSON.parse(JSON.stringify(sent)));
        expect(Object.entries(parsed)).toEqual(Object.entries(sent));
        expect(Object.entries(keepEqual({}, parsed))).toEqual(Object.entries(sent));
        expect(keepEqual(parsed, textsByNameSchema.parse(JSON.parse(JSON.stringify(sent))))).toBe(parsed);
      }),
    );
  });

  it('are refused where a value is no text, whatever its name', () => {
    fc.assert(
      fc.property(texts, name, (some, bad) => {
        const sent: unknown = Object.fromEntries([...Object.entries(some), [bad, 1]]);
        expect(textsByNameSchema.safeParse(sent).success).toBe(false);
      }),
    );
    for (const none of [null, 'text', [], 7]) expect(textsByNameSchema.safeParse(none).success).toBe(false);
  });
});
