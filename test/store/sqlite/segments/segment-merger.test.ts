import { SegmentEncoder, encodeSegment } from '@tunnelwatch/server/store/segment/encode';
import { BLOCK_ROWS, DamagedSegment, type Segment } from '@tunnelwatch/server/store/segment/segment';
import { planMerge } from '@tunnelwatch/server/store/sqlite/maintenance/merge-plan';
import type { SegmentSpan } from '@tunnelwatch/server/store/sqlite/maintenance/segment-rows';
import { OpenSegment } from '@tunnelwatch/server/store/sqlite/segments/open-segment';
import { Sealer } from '@tunnelwatch/server/store/sqlite/segments/sealer';
import { SegmentMerger } from '@tunnelwatch/server/store/sqlite/segments/segment-merger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../../../support/line-arbitraries.js';
import { collectLines, type StoredLine, tunnelNameOf, variedEvents } from '../../../support/segment-lines.js';

const event: fc.Arbitrary<StoredLine> = fc.record({
  line: hardLine,
  time: fc.integer({ min: -253_402_300_799_999, max: 253_402_300_799_999 }),
  received: fc.integer({ min: 0, max: 1_900_000_000_000 }),
  subject: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
  kind: fc.integer({ min: 1, max: 1000 }),
  source: fc.integer({ min: 1, max: 5000 }),
});

function open(segment: Segment): OpenSegment {
  return new OpenSegment({ ...segment, id: 1, firstSeq: 1 }, (_id, part) => segment[part], tunnelNameOf, 0);
}

/** As commits store them: from columns, which have a template for every line, or from rows. */
function encoded(lines: readonly StoredLine[]): Segment {
  const { columns, texts } = collectLines(lines);
  return encodeSegment(columns, texts, tunnelNameOf);
}

function sealed(lines: readonly StoredLine[]): Segment {
  return new Sealer(tunnelNameOf).seal(
    lines.map(({ line, time, received, subject, kind, source }) => ({
      raw: Buffer.from(line, 'latin1'),
      time,
      receivedTime: received,
      subjectId: subject,
      kindId: kind,
      sourceId: source,
    })),
  );
}

function eventsIn(segment: Segment): StoredLine[] {
  const opened = open(segment);
  const { subjects, keys } = opened;
  const { times, receivedTimes, kindIds, sourceIds } = opened.facts;
  return Array.from(times, (time, at) => ({
    line: opened.line(at).toString('latin1'),
    time,
    received: receivedTimes[at] ?? Number.NaN,
    subject: subjects[keys[at] ?? Number.NaN] ?? Number.NaN,
    kind: kindIds[at] ?? Number.NaN,
    source: sourceIds[at] ?? Number.NaN,
  }));
}

/** Merges segments, with other work of the writer at every pause. */
function merge(parts: readonly Segment[], atPause: () => void): Segment {
  const merger = new SegmentMerger(parts.reduce((sum, { count }) => sum + count, 0));
  for (const part of parts) for (const _pause of merger.add(open(part))) atPause();
  const building = merger.build(new SegmentEncoder(), tunnelNameOf);
  for (;;) {
    const step = building.next();
    if (step.done === true) return step.value;
    atPause();
  }
}

/** Lines that have no template in common. */
function strangers(count: number): StoredLine[] {
  return Array.from({ length: count }, (_, at) => {
    const word = at.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
    return { line: `<133>1 - ${word} EFW ${word}=${word}`, time: at, received: at, subject: 1, kind: 1, source: 1 };
  });
}

describe('[STORE-32] merged segments', () => {
  it('hold the events of their parts in order and byte for byte, whatever is stored between two steps', () => {
    const other = variedEvents().slice(0, 20);
    const parts = fc.array(
      fc.record({ lines: fc.array(event, { minLength: 1, maxLength: 30 }), isSealed: fc.boolean() }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(parts, (list) => {
        const segments = list.map(({ lines, isSealed }) => (isSealed ? sealed(lines) : encoded(lines)));
        const merged = merge(segments, () => {
          expect(encoded(other).count).toBe(other.length);
        });
        expect(eventsIn(merged)).toEqual(list.flatMap(({ lines }) => lines));
      }),
      { numRuns: 60 },
    );
  });

  it('are the same over many blocks, and merged again', () => {
    const lines = variedEvents();
    const all = Array.from({ length: 5 }, (_, round) =>
      lines.map((each) => ({ ...each, time: each.time + round * 111_000, subject: each.subject + 41 * round })),
    );
    const first = merge(all.slice(0, 3).map(encoded), () => undefined);
    const again = merge([first, ...all.slice(3).map(sealed)], () => undefined);
    expect(again.count).toBeGreaterThan(3 * BLOCK_ROWS);
    expect(eventsIn(again)).toEqual(all.flat());
  });

  it('are made with a pause every few hundred rows and after every block of lines', () => {
    const parts = [encoded(variedEvents()), encoded(strangers(2 * BLOCK_ROWS))];
    const rows = parts.reduce((sum, { count }) => sum + count, 0);
    let pauses = 0;
    merge(parts, () => (pauses += 1));
    expect(pauses).toBeGreaterThanOrEqual(Math.floor(rows / 300) + Math.ceil(rows / BLOCK_ROWS));
  });

  it('take no more bytes than those that lines which all differ are stored in', () => {
    const parts = Array.from({ length: 4 }, () => sealed(strangers(2000)));
    const bytesOf = (segment: Segment) => segment.lines.length + segment.facts.length;
    const merged = merge(parts, () => undefined);
    expect(bytesOf(merged)).toBeLessThanOrEqual(parts.reduce((sum, part) => sum + bytesOf(part), 0));
  });

  it('are not made of a damaged one', () => {
    const lines = variedEvents().slice(0, 200);
    const whole = encoded(lines);
    const damaged = { ...whole, lines: Buffer.from(whole.lines) };
    damaged.lines[damaged.lines.length - 1] = (damaged.lines.at(-1) ?? 0) ^ 1;
    expect(() => merge([whole, damaged], () => undefined)).toThrow(DamagedSegment);
  });

  it('are no larger than the limit, as their parts are stored', () => {
    const limits = { mostEvents: 65_536, mostBytes: 1000, leastNewest: 2, mostGapMs: 1000 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 30 }), (sizes) => {
        let spans: SegmentSpan[] = sizes.map((bytes, at) => ({
          id: at,
          firstSeq: 1 + at,
          count: 1,
          firstTime: at,
          lastTime: at,
          bytes,
        }));
        for (;;) {
          const { run } = planMerge(spans, true, new Set(), limits);
          const [first] = run;
          const last = run.at(-1);
          if (first === undefined || last === undefined) break;
          const bytes = run.reduce((sum, span) => sum + span.bytes, 0);
          expect(bytes).toBeLessThanOrEqual(limits.mostBytes);
          const count = run.reduce((sum, span) => sum + span.count, 0);
          const merged = { ...first, count, lastTime: last.lastTime, bytes };
          spans = spans.flatMap((span) => (span === first ? [merged] : run.includes(span) ? [] : [span]));
        }
        // What is left has no two neighbours that would fit into one.
        for (const [at, span] of spans.entries()) {
          expect(span.bytes + (spans[at + 1]?.bytes ?? Infinity)).toBeGreaterThan(limits.mostBytes);
        }
      }),
    );
  });
});

describe('sealed rows', () => {
  it('keep the templates of lines that are alike, and lines that all differ as they are', () => {
    const alike = Array.from({ length: 100 }, (_, at) => ({
      line: `EFW: IPSEC: prio=2 id=278 seqno=${String(at)}`,
      time: at,
      received: at,
      subject: 1,
      kind: 1,
      source: 1,
    }));
    const templates = (lines: readonly StoredLine[]) => {
      const { content } = open(sealed(lines));
      return lines.filter((_, at) => content.template({ row: at, position: at, subjectId: 1 }, []) !== undefined)
        .length;
    };
    expect(templates(alike)).toBe(alike.length - 1);
    expect(templates(strangers(1000))).toBe(0);
    expect(eventsIn(sealed(strangers(1000)))).toEqual(strangers(1000));
  });
});
