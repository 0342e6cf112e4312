import { cutLine } from '@tunnelwatch/server/decode/shape/cutter';
import { ShapeTree } from '@tunnelwatch/server/decode/shape/shape-tree';
import { EventColumns, type LineTexts } from '@tunnelwatch/server/store/event-columns';
import { decodeFacts, decodeKeys, decodeLines, decodeSubjects } from '@tunnelwatch/server/store/segment/decode';
import { encodeSegment } from '@tunnelwatch/server/store/segment/encode';
import { DamagedSegment, type Segment } from '@tunnelwatch/server/store/segment/segment';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../support/line-arbitraries.js';

interface StoredLine {
  line: string;
  time: number;
  received: number;
  subject: number;
  kind: number;
  source: number;
}

const storedLine: fc.Arbitrary<StoredLine> = fc.record({
  line: hardLine,
  time: fc.oneof(
    fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
    fc.integer({ min: -253_402_300_799_999, max: 253_402_300_799_999 }),
  ),
  received: fc.integer({ min: 0, max: 1_900_000_000_000 }),
  subject: fc.integer({ min: 1, max: 100_000 }),
  kind: fc.integer({ min: 1, max: 1000 }),
  source: fc.integer({ min: 1, max: 5000 }),
});

const nameOf = (subject: number) => (subject % 3 === 0 ? undefined : String(subject));

function collect(lines: readonly StoredLine[]): { columns: EventColumns; texts: LineTexts } {
  const words: string[] = [];
  const intern = (text: string) => (words.includes(text) ? words.indexOf(text) : words.push(text) - 1);
  const tree = new ShapeTree(intern, 20);
  const columns = new EventColumns(Math.max(1, lines.length));
  for (const { line, time, received, subject, kind, source } of lines) {
    columns.addEvent(time, received, subject, kind, source);
    const bytes = Buffer.from(line, 'latin1');
    if (tree.match(bytes, 0, bytes.length) === undefined) tree.add(cutLine(line, intern));
    const shape = tree.match(bytes, 0, bytes.length);
    if (shape === undefined) columns.addRaw(bytes);
    else columns.addShaped(shape, tree.values);
  }
  const shapeAt = (index: number) => {
    const shape = tree.shapes[index];
    if (shape === undefined) throw new Error(`no shape ${String(index)}`);
    return shape;
  };
  return { columns, texts: { shape: shapeAt, text: (index) => words[index] ?? '' } };
}

function open(segment: Segment): StoredLine[] {
  const { count, sums } = segment;
  const subjects = decodeSubjects(segment.subjects, sums[0]);
  const keys = decodeKeys(segment.keys, sums[1], count);
  const facts = decodeFacts(segment.facts, sums[2], count);
  const line = decodeLines(segment.lines, sums[3], { count, subjects, keys, times: facts.times, names: nameOf });
  return Array.from({ length: count }, (_, at) => ({
    line: line(at).toString('latin1'),
    time: facts.times[at] ?? Number.NaN,
    received: facts.receivedTimes[at] ?? Number.NaN,
    subject: subjects[keys[at] ?? 0] ?? Number.NaN,
    kind: facts.kindIds[at] ?? Number.NaN,
    source: facts.sourceIds[at] ?? Number.NaN,
  }));
}

describe('segments', () => {
  it('give back every event and every line byte for byte, whatever the lines hold', () => {
    fc.assert(
      fc.property(fc.array(storedLine, { minLength: 1, maxLength: 60 }), (lines) => {
        const { columns, texts } = collect(lines);
        expect(open(encodeSegment(columns, texts, nameOf))).toEqual(lines);
      }),
      { numRuns: 300 },
    );
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
    const { columns, texts } = collect(lines);
    expect(open(encodeSegment(columns, texts, nameOf))).toEqual(lines);
  });

  it.each(['subjects', 'keys', 'facts', 'lines'] as const)(
    'name damage in their %s and never give wrong events',
    async (part) => {
      const { columns, texts } = collect([{ line: 'x=1', time: 1, received: 2, subject: 3, kind: 4, source: 5 }]);
      const segment = encodeSegment(columns, texts, nameOf);
      const damaged = Buffer.from(segment[part]);
      damaged[0] = (damaged[0] ?? 0) ^ 1;
      expect(() => open({ ...segment, [part]: damaged })).toThrow(DamagedSegment);
      expect(() => open({ ...segment, [part]: damaged })).toThrow(part);
    },
  );
});
