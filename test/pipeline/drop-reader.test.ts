import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { KnownShapes } from '../../server/src/decode/shape/known-shapes.js';
import { halvesOf } from '../../server/src/diagnose/drop.js';
import { DropReader } from '../../server/src/pipeline/drop-reader.js';
import { EventColumns } from '../../server/src/store/event-columns.js';
import { TextPool } from '../../server/src/store/text-pool.js';

const number64 = fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));

/** What the columns say of a line that was cut into its shape. */
function dropOf(line: string) {
  const shapes = new KnownShapes(new TextPool().intern);
  const shape = shapes.learn(Buffer.from(line), 0, line.length);
  const columns = new EventColumns(4);
  columns.addEvent(5000, 5000, 1, 1, 1);
  if (shape === undefined) columns.addRaw(Buffer.from(line));
  else columns.addShaped(shape, shapes.values);
  return new DropReader().read(columns, shapes.all, 0, 278);
}

describe('numbers of a drop out of columns', () => {
  it('[DIA-1] are those of the line, whatever their size and form', () => {
    const form = fc.constantFrom('decimal', 'hex', 'padded');
    fc.assert(
      fc.property(number64, number64, fc.integer({ min: 1, max: 4096 }), form, (seqno, base, size, how) => {
        // The short way reads hex and padded numbers of usual length; longer ones stay text, and are no numbers here.
        const isShort = seqno < 10n ** 12n;
        const text =
          how === 'hex' && isShort
            ? `0x${seqno.toString(16)}`
            : how === 'padded' && isShort
              ? seqno.toString().padStart(14, '0')
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
});
