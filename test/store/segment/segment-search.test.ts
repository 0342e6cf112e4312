import { LineSearch } from '@tunnelwatch/server/core/search/line-search';
import { SEARCHED } from '@tunnelwatch/server/store/segment/content';
import { encodeSegment } from '@tunnelwatch/server/store/segment/encode';
import { openContent } from '@tunnelwatch/server/store/segment/encoded-content';
import { Lexicons } from '@tunnelwatch/server/store/sqlite/segments/lexicons';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../../support/line-arbitraries.js';
import { isContained, needleOf } from '../../support/needle-arbitraries.js';
import { collectLines, type StoredLine, tunnelNameOf, variedEvents } from '../../support/segment-lines.js';

function contentOf(lines: readonly StoredLine[]) {
  const { columns, texts } = collectLines(lines);
  const segment = encodeSegment(columns, texts, tunnelNameOf);
  return openContent(segment.version, {
    count: segment.count,
    names: tunnelNameOf,
    read: (part) => segment[part],
  });
}

/** Positions of the lines that a search of a segment finds. */
function found(content: ReturnType<typeof contentOf>, text: string): Set<number> {
  const search = content.search(new LineSearch(Buffer.from(text, 'latin1').toString()));
  const hits = new Set<number>();
  if (search === undefined) return hits;
  const { subjects, starts } = content.directory();
  const positions = content.positions();
  subjects.forEach((subjectId, key) => {
    for (let row = starts[key] ?? 0; row < (starts[key + 1] ?? 0); row++) {
      const position = positions[row] ?? 0;
      const symbol = content.symbol(row);
      const way = search.bySymbol[symbol];
      const isHit =
        way === SEARCHED.always || (way !== SEARCHED.never && search.has({ row, symbol, subjectId }, position));
      if (isHit) hits.add(position);
    }
  });
  return hits;
}

/** As decoding every line finds them. */
function expected(lines: readonly StoredLine[], text: string): Set<number> {
  return new Set(lines.flatMap(({ line }, position) => (isContained(line, text) ? [position] : [])));
}

/** A needle is sent as UTF-8: one of other bytes than ASCII stands for different ones here. */
const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);

describe('searching a segment', () => {
  it('[STORE-33] finds just the lines that decoding all of them finds, whatever templates and values they have', () => {
    const lines = variedEvents();
    const content = contentOf(lines);
    const needle = needleOf(lines.slice(0, 400).map(({ line }) => line)).filter(isAscii);
    fc.assert(
      fc.property(needle, (text) => {
        expect(found(content, text)).toEqual(expected(lines, text));
      }),
      { numRuns: 150 },
    );
  });

  it('[STORE-33] does so for lines that somebody made up', () => {
    const stored = fc.record({
      line: hardLine,
      time: fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
      received: fc.constant(1_800_000_000_000),
      subject: fc.integer({ min: 1, max: 5 }),
      kind: fc.integer({ min: 1, max: 9 }),
      source: fc.integer({ min: 1, max: 3 }),
    });
    const lists = fc.array(stored, { minLength: 1, maxLength: 40 });
    const asked = lists.chain((lines) =>
      fc.tuple(fc.constant(lines), fc.array(needleOf(lines.map(({ line }) => line || ' ')), { maxLength: 5 })),
    );
    fc.assert(
      fc.property(asked, ([lines, needles]) => {
        const content = contentOf(lines);
        for (const text of needles.filter(isAscii)) expect(found(content, text)).toEqual(expected(lines, text));
      }),
      { numRuns: 100 },
    );
  });

  it('[STORE-33] says that it cannot have a text only if no line has it', () => {
    const lines = variedEvents();
    const parts = [lines.filter((_, at) => at % 7 !== 4 && at % 7 !== 6), lines.filter((_, at) => at % 7 === 3), lines];
    const needle = needleOf(lines.slice(0, 400).map(({ line }) => line)).filter(isAscii);
    let skipped = 0;
    for (const part of parts) {
      const content = contentOf(part);
      fc.assert(
        fc.property(needle, (text) => {
          const lexicons = new Lexicons();
          const mayContain = lexicons.mayContain(1, new LineSearch(text), (hasWords) => content.lexicon(hasWords));
          if (!mayContain) skipped += 1;
          expect(mayContain || expected(part, text).size === 0).toBe(true);
        }),
        { numRuns: 100 },
      );
    }
    expect(skipped).toBeGreaterThan(30);
  });

  it('[STORE-33] is not even read a second time where neither templates nor words have a text', () => {
    const content = contentOf(variedEvents().filter(({ line }) => line.startsWith('<133>')));
    const lexicons = new Lexicons();
    const reads: boolean[] = [];
    const mayContain = (text: string) =>
      lexicons.mayContain(1, new LineSearch(text), (hasWords) => {
        reads.push(hasWords);
        return content.lexicon(hasWords);
      });
    expect(mayContain('rekey')).toBe(false);
    expect(reads).toEqual([false, true]);
    for (const text of ['rekey', 'no such word', 'seqno=x', 'mk/x']) expect(mayContain(text)).toBe(false);
    for (const text of ['SEQNO=1', 'MK/3', ' matchkey=m', 'k/', '20']) expect(mayContain(text)).toBe(true);
    expect(reads).toHaveLength(2);
  });
});
