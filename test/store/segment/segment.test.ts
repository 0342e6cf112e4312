import { encodeSegment } from '@tunnelwatch/server/store/segment/encode';
import type { SegmentContent, SegmentPart } from '@tunnelwatch/server/store/segment/content';
import { openContent } from '@tunnelwatch/server/store/segment/encoded-content';
import { BLOCK_ROWS, DamagedSegment, type Segment, SEGMENT_EVENTS } from '@tunnelwatch/server/store/segment/segment';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../../support/line-arbitraries.js';
import { collectLines, type StoredLine, tunnelNameOf, variedEvents } from '../../support/segment-lines.js';

const storedLine: fc.Arbitrary<StoredLine> = fc.record({
  line: hardLine,
  time: fc.oneof(
    fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
    fc.integer({ min: -253_402_300_799_999, max: 253_402_300_799_999 }),
  ),
  received: fc.oneof(fc.constant(1_800_000_000_000), fc.integer({ min: 0, max: 1_900_000_000_000 })),
  subject: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
  kind: fc.integer({ min: 1, max: 1000 }),
  source: fc.integer({ min: 1, max: 5000 }),
});

const PARTS = ['subjects', 'keys', 'facts', 'lines'] as const;
type Parts = Record<SegmentPart, Buffer>;

function contentOf(segment: Parts & { version: number; count: number }): SegmentContent {
  return openContent(segment.version, {
    count: segment.count,
    names: tunnelNameOf,
    read: (part) => segment[part],
  });
}

/** Every event by position, asked for in every way there is; the ways must agree. */
function readAll(content: SegmentContent): StoredLine[] {
  const { subjects, starts } = content.directory();
  const positions = content.positions();
  const table = content.symbolTable();
  const symbols = content.symbols(0, positions.length);
  const [times, received] = [content.times(), content.receivedTimes()];
  const events: StoredLine[] = [];
  subjects.forEach((subject, key) => {
    const [first, end] = [starts[key] ?? 0, starts[key + 1] ?? 0];
    expect(content.find(subject)).toMatchObject({ firstRow: first, count: end - first });
    expect(content.positionsOf(subject)).toEqual(positions.slice(first, end));
    for (let row = first; row < end; row++) {
      const at = positions[row] ?? Number.NaN;
      expect([content.time(at), content.receivedTime(at)]).toEqual([times[at], received[at]]);
      events[at] = {
        line: content.line(row, at).toString('latin1'),
        time: times[at] ?? Number.NaN,
        received: received[at] ?? Number.NaN,
        subject,
        kind: table.kindIds[symbols[row] ?? Number.NaN] ?? Number.NaN,
        source: table.sourceIds[symbols[row] ?? Number.NaN] ?? Number.NaN,
      };
    }
  });
  return events;
}

function encode(lines: readonly StoredLine[]): Segment {
  const { columns, texts } = collectLines(lines);
  return encodeSegment(columns, texts, tunnelNameOf);
}

/** Lines of a busy quarter of an hour: enough for several blocks, many tunnels, and every way to write a column. */
function manyLines(count: number): StoredLine[] {
  const lines = variedEvents();
  return Array.from({ length: count }, (_, at) => {
    const of = lines[at % lines.length] ?? lines[0];
    if (of === undefined) throw new Error('there are no lines');
    return { ...of, time: of.time + Math.floor(at / lines.length) * 111_000, subject: of.subject + 41 * (at % 3) };
  });
}

describe('segments', () => {
  it('have a bounded part of their lines in memory, however long the lines are', () => {
    const textOf = (at: number) => `${String(at)} ${String.fromCharCode(33 + (at % 90)).repeat(1500)}`;
    const segment = encode(
      Array.from({ length: 5 * BLOCK_ROWS }, (_, at) => ({
        line: textOf(at),
        time: at,
        received: 0,
        subject: 1,
        kind: 1,
        source: 1,
      })),
    );
    const content = contentOf(segment);
    // To and fro over all blocks: what was closed is opened again.
    for (let at = 0; at < segment.count; at += 997) {
      const row = (at * (BLOCK_ROWS + 1)) % segment.count;
      expect(content.line(row, row).toString('latin1')).toBe(textOf(row));
    }
    expect(content.byteLength - segment.lines.length).toBeLessThan(24 * 1024 * 1024);
  });

  it('give back every event and every line byte for byte, whatever the lines hold', () => {
    fc.assert(
      fc.property(fc.array(storedLine, { minLength: 1, maxLength: 60 }), (lines) => {
        expect(readAll(contentOf(encode(lines)))).toEqual(lines);
      }),
      { numRuns: 300 },
    );
  });

  it('give back lines of one shape with numbers at the bounds of what a slot holds', () => {
    const number = fc.oneof(
      fc.constantFrom(
        '0',
        '1',
        '999999999999999',
        '1000000000000000',
        '18446744073709551615',
        '4294967295',
        '4294967296',
      ),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
      fc.integer({ min: 2 ** 30 - 2, max: 2 ** 31 + 2 }).map(String),
    );
    const line = fc.tuple(number, number, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 48 - 1 }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 200 }), (values) => {
        const lines = values.map(([seqno, base, subject, spi], at) => ({
          line: `2026-02-10 18:57:45 gw EFW: IPSEC: id=278 seqno=${seqno} windowbase=${base} spi=0x${spi.toString(16)} matchkey=${String(subject)}`,
          time: at % 7 === 0 ? 8_640_000_000_000 : -8_640_000_000_000 + at,
          received: at,
          subject,
          kind: 1,
          source: 1,
        }));
        expect(readAll(contentOf(encode(lines)))).toEqual(lines);
      }),
      { numRuns: 200 },
    );
  });

  it('give back many events over many blocks, and again when the encoder has learned how to write them', () => {
    const lines = manyLines(20_000);
    for (let round = 0; round < 2; round++) expect(readAll(contentOf(encode(lines)))).toEqual(lines);
  });

  it('give back as many events as a segment may hold, each of its own kind and subject, and take no more', () => {
    const lines = Array.from({ length: SEGMENT_EVENTS }, (_, at) => {
      const line = `id=${String(at % 300)} seqno=${String(at * 7)} matchkey=${String(at + 1)}`;
      return { line, time: at, received: 0, subject: at + 1, kind: at + 1, source: 1 };
    });
    const { columns, texts } = collectLines(lines);
    const content = contentOf(encodeSegment(columns, texts, (id) => String(id)));
    expect(content.directory().subjects).toEqual(Uint32Array.from(lines, ({ subject }) => subject));
    expect(content.symbolTable().kindIds[content.symbols(65_535, 65_536)[0] ?? 0]).toBe(SEGMENT_EVENTS);
    expect(content.line(40_000, 40_000).toString()).toContain(`id=${String(40_000 % 300)} seqno=280000 `);
    columns.count += 1;
    expect(() => encodeSegment(columns, texts, tunnelNameOf)).toThrow(RangeError);
  });

  it('take only the first `count` events of larger arrays', () => {
    const lines = manyLines(200);
    const { columns, texts } = collectLines(lines);
    columns.count = 50;
    expect(readAll(contentOf(encodeSegment(columns, texts, tunnelNameOf)))).toEqual(lines.slice(0, 50));
  });

  it('need nothing but the name of a tunnel to give back its matchkey', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => ({
      line: `2026-02-10T18:57:45.${String(at).padStart(6, '0')}Z gw EFW: IPSEC: prio=2 id=278 seqno=${String(at * 7)} matchkey=${String(1 + (at % 2))}`,
      time: Date.UTC(2026, 1, 10, 18, 57, 45),
      received: 1_770_000_000_000,
      subject: 1 + (at % 2),
      kind: 1,
      source: 1,
    }));
    expect(readAll(contentOf(encode(lines)))).toEqual(lines);
  });

  it('know which subjects they do not hold', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 0, max: 301 }),
        (subjects, wanted) => {
          const lines = subjects.map((subject) => ({ line: 'x', time: 1, received: 2, subject, kind: 1, source: 1 }));
          const content = contentOf(encode(lines));
          expect(content.find(wanted)?.count).toBe(subjects.includes(wanted) ? 1 : undefined);
          expect([...content.positionsOf(wanted)]).toEqual(subjects.includes(wanted) ? [subjects.indexOf(wanted)] : []);
        },
      ),
    );
  });

  it('name damage of any byte of any part, or read as they were: never wrong events', () => {
    const lines = manyLines(300);
    const segment = encode(lines);
    const bytes = fc.record({
      part: fc.constantFrom(...PARTS),
      place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 255 }), ({ part, place }, flip) => {
        const damaged = Buffer.from(segment[part]);
        const at = Math.floor(place * damaged.length);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        let events: StoredLine[];
        try {
          events = readAll(contentOf({ ...segment, [part]: damaged }));
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedSegment);
          expect(String(error)).toContain(part);
          return;
        }
        expect(events).toEqual(lines);
      }),
      { numRuns: 300 },
    );
  });

  it('name a part that is cut short', () => {
    const segment = encode(manyLines(300));
    for (const part of PARTS) {
      for (const length of [0, 3, 5, segment[part].length - 1]) {
        const cut = { ...segment, [part]: segment[part].subarray(0, length) };
        expect(() => readAll(contentOf(cut))).toThrow(DamagedSegment);
        expect(() => readAll(contentOf(cut))).toThrow(part);
      }
    }
  });

  it('keep the lines of whole blocks readable when another block is damaged', () => {
    const lines = manyLines(20_000);
    const segment = encode(lines);
    segment.lines[segment.lines.length - 1] = (segment.lines.at(-1) ?? 0) ^ 1;
    const content = contentOf(segment);
    const position = content.positions()[0] ?? 0;
    expect(content.line(0, position).toString('latin1')).toBe(lines[position]?.line);
    expect(() => content.line(19_999, 0)).toThrow(DamagedSegment);
  });

  it('of a version to come are refused', () => {
    expect(() => contentOf({ ...encode(manyLines(1)), version: 99 })).toThrow(/newer Tunnelwatch/);
  });
});
