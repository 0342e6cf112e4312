import { cutLine } from '@tunnelwatch/server/core/decode/template/cutter';
import { placeholderText, valuesOf } from '@tunnelwatch/server/core/decode/template/placeholder';
import { LineSearch } from '@tunnelwatch/server/core/search/line-search';
import {
  decimalTest,
  lowerAscii,
  matchTemplate,
  passes,
  type SlotTest,
} from '@tunnelwatch/server/core/search/template-search';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../../support/line-arbitraries.js';
import { isContained, needleOf } from '../../support/needle-arbitraries.js';

/** Whether a line contains a text by what its template tells, and its values one by one. */
function isFoundByTemplate(line: string, needle: string): boolean {
  const words: string[] = [];
  const cut = cutLine(line, (text) => words.push(text) - 1);
  const match = matchTemplate(cut, lowerAscii(needle));
  if (match.kind === 'line') return isContained(line, needle);
  if (match.kind !== 'ways') return match.kind === 'always';
  const texts = new Map<number, string>();
  let offset = 0;
  cut.slots.forEach((slot, index) => {
    texts.set(
      index,
      placeholderText(slot, cut.values[offset] ?? 0, cut.values[offset + 1] ?? 0, (at) => words[at] ?? ''),
    );
    offset += valuesOf(slot);
  });
  const isPassed = (test: SlotTest) => passes(test, lowerAscii(texts.get(test.index) ?? ''));
  return match.ways.some((way) => way.every(isPassed));
}

describe('searching lines by their templates', () => {
  it('[STORE-6] finds a text in just the lines that contain it, across the borders of text and values', () => {
    fc.assert(
      fc.property(
        hardLine.chain((line) => fc.tuple(fc.constant(line), needleOf([line === '' ? ' ' : line]))),
        ([line, needle]) => {
          expect(isFoundByTemplate(line, needle)).toBe(isContained(line, needle));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('compares decimals by their value as by their text', () => {
    const digits = fc.oneof(
      fc.nat({ max: 999 }).map(String),
      fc.integer({ min: 0, max: 2 ** 51 }).map(String),
      fc.stringMatching(/^0{0,3}\d{1,3}$/),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.nat({ max: 1200 }), fc.nat(), fc.integer({ min: 0, max: 2 ** 51 })),
        fc.oneof(digits, fc.constant(undefined)),
        fc.tuple(fc.nat({ max: 15 }), fc.integer({ min: 1, max: 12 })),
        fc.constantFrom('starts', 'ends', 'is', 'contains'),
        (value, other, [from, length], how) => {
          const text = other ?? (String(value).slice(from, from + length) || '0');
          const test = { how, text } as const;
          expect(decimalTest(test)?.(value) ?? passes(test, String(value))).toBe(passes(test, String(value)));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('[STORE-6] compares bytes: only ASCII letters have no case', () => {
    const line = Buffer.from('EFW: é É %_ \u0000 [a] x');
    for (const text of ['efw: é', 'é É %_', '\u0000 [A] X']) expect(new LineSearch(text).isIn(line)).toBe(true);
    for (const text of ['É É', 'é é', '%_ [', 'EFW. ']) expect(new LineSearch(text).isIn(line)).toBe(false);
  });
});
