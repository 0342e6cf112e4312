import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { createCatalogue } from '../../../server/src/core/classify/catalogue.js';
import { describeEvent } from '../../../server/src/core/classify/describe-event.js';
import { KnownTemplates } from '../../../server/src/core/decode/template/known-templates.js';
import { type Drop, dropNumbers, halvesOf } from '../../../server/src/core/diagnose/drop.js';
import { DropReader } from '../../../server/src/core/diagnose/drop-reader.js';
import { EventColumns } from '../../../server/src/core/events/event-columns.js';
import { TextPool } from '../../../server/src/core/events/text-pool.js';

const number64 = fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const reader = new DropReader();
const catalogue = createCatalogue(BUILTIN_CATALOGUE);

/** What the columns say of a line, which they keep cut into its shape or as it is. */
function dropOf(line: string, messageId = 278, isRaw = false): Drop {
  const pool = new TextPool();
  const shapes = new KnownTemplates(pool.intern);
  const bytes = Buffer.from(line);
  const shape = isRaw ? undefined : shapes.learn(bytes, 0, bytes.length);
  const columns = new EventColumns(4);
  columns.addEvent(5000, 5000, 1, 1, 1);
  if (shape === undefined) columns.addRaw(bytes);
  else columns.addShaped(shape, shapes.values);
  return { ...reader.read({ columns, shapes: shapes.all, words: pool.take() }, 0, messageId) };
}

/** What the page of a tunnel reads of the same line. */
function numbersOnPage(line: string) {
  const subject = { kind: 'tunnel' as const, gateway: 'gw', matchkey: '4711' };
  const stored = { seq: 1, time: 5000, receivedTime: 5000, subject, messageId: 278, isKnown: true, repeats: 1 };
  const { numbers } = describeEvent(
    { ...stored, severity: 'notice', class: 'replay', source: 'a.log', raw: Buffer.from(line) },
    catalogue,
  );
  return dropNumbers((name) => numbers[name]);
}

const BEGIN = '[2026-02-10 17:37:13] EFW: IPSEC: prio=2 id=278 ';

describe('numbers of a drop out of columns', () => {
  it('[DIA-1] are those of the line, whatever their size and form', () => {
    const form = fc.constantFrom('decimal', 'hex', 'padded');
    fc.assert(
      fc.property(number64, number64, fc.integer({ min: 1, max: 4096 }), form, (seqno, base, size, how) => {
        const text =
          how === 'hex'
            ? `0x${seqno.toString(16)}`
            : how === 'padded'
              ? seqno.toString().padStart(24, '0')
              : seqno.toString();
        const line = `[2026-02-10 17:37:13] EFW: IPSEC: prio=2 id=278 seqno=${text} windowbase=${base.toString()} windowsize=${String(size)} matchkey=4711`;
        const drop = dropOf(line);
        const expected = { seqno: halvesOf(seqno.toString()), base: halvesOf(base.toString()) };
        expect([drop.seqnoHigh, drop.seqnoLow]).toEqual([expected.seqno.high, expected.seqno.low]);
        expect([drop.baseHigh, drop.baseLow]).toEqual([expected.base.high, expected.base.low]);
        expect(drop).toMatchObject({ windowSize: size, time: 5000, messageId: 278 });
      }),
    );
  });

  it('are none where the line has none', () => {
    const drop = dropOf(
      '[2026-02-10 17:37:13] EFW: IPSEC: prio=2 id=278 seqno=abc oldseqno=7 windowsize=0 matchkey=4711',
    );
    expect([drop.seqnoHigh, drop.baseHigh, drop.windowSize]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('[DIA-24] are the same as on the page of the tunnel, however the line writes them', () => {
    const number = fc.oneof(
      fc.nat().map(String),
      fc.bigInt({ min: 0n, max: 2n ** 65n }).map(String),
      fc.bigInt({ min: 0n, max: 2n ** 64n }).map((value) => `0x${value.toString(16).toUpperCase()}`),
      fc.bigInt({ min: 0n, max: 2n ** 64n }).map((value) => `0x${value.toString(16).padStart(17, '0')}`),
      fc.constantFrom('+5', '-7', '', '12 apples', '5x', '0012', '12.5'),
    );
    const quoted = fc.tuple(number, fc.boolean()).map(([value, isQuoted]) => (isQuoted ? `"${value}"` : value));
    const names = ['seqno', 'windowbase', 'windowsize'];
    const others = fc.constantFrom(
      'note="é ü"',
      'text=" seqno=5 x=1"',
      'oldseqno=9',
      'matchkey=4711',
      'seqno=1',
      'pkt=45af',
    );
    const pairs = fc
      .tuple(quoted, quoted, quoted, fc.array(others, { maxLength: 3 }))
      .map(([seqno, base, size, more]) =>
        [seqno, base, size].map((value, at) => `${names[at] ?? ''}=${value}`).concat(more),
      )
      .chain((all) => fc.shuffledSubarray(all, { minLength: 1 }));
    fc.assert(
      fc.property(pairs, fc.boolean(), (found, isRaw) => {
        const line = BEGIN + found.join(' ');
        const { seq: _seq, time: _time, messageId: _id, ...numbers } = dropOf(line, 278, isRaw);
        expect(plain(numbers), line).toEqual(plain(numbersOnPage(line)));
      }),
    );
  });

  it('[DIA-24] are read of JSON lines too, and of messages that carry the number of a packet alone', () => {
    const body = 'EFW: IPSEC: prio=2 id=611 seqno=77 windowbase=9 matchkey=4711';
    const drop = dropOf(JSON.stringify({ host: 'gw', message: `2026-02-10T17:37:13Z gw ${body}` }), 611);
    expect(drop).toMatchObject({ seqnoHigh: 0, seqnoLow: 77, baseHigh: Number.NaN, messageId: 611 });
    expect(reader.cost).toBeGreaterThan(1);
    expect(dropOf(`${BEGIN}seqno=77`, 464).seqnoHigh).toBeNaN();
    expect(reader.cost).toBe(1);
  });
});

/** A number that a line does not have is NaN in its high half; the low one says nothing then. */
function plain({ seqnoHigh, seqnoLow, baseHigh, baseLow, windowSize }: ReturnType<typeof dropNumbers>) {
  return {
    seqno: Number.isNaN(seqnoHigh) ? null : [seqnoHigh, seqnoLow],
    base: Number.isNaN(baseHigh) ? null : [baseHigh, baseLow],
    windowSize,
  };
}
