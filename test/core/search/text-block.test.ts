import { BestHits } from '@tunnelwatch/server/core/search/best-hits';
import { lineScore, searchLine, searchWords, TextBlock } from '@tunnelwatch/server/core/search/text-block';
import { otherNotation } from '@tunnelwatch/shared/matchkey-notation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('[PEO-40] the text that is searched', () => {
  it('is found by all words in any order, ignoring case, and never across items or fields', () => {
    const block = new TextBlock(
      [
        ['Riga office', '4711'],
        ['Riga', 'depot'],
        ['Oslo', 'riga\nborder'],
      ],
      searchLine,
    );
    const found = (text: string): string[] => {
      const names: string[] = [];
      block.find(searchWords(text), ([name = '']) => names.push(name));
      return names;
    };
    expect(found('47 RIGA')).toEqual(['Riga office']);
    expect(found('riga')).toEqual(['Riga office', 'Riga', 'Oslo']);
    expect([found('rigadepot'), found('4711oslo')]).toEqual([[], []]);
  });

  it('prefers whole fields, then beginnings of fields, then of words, then the rest', () => {
    const scores = ['riga', 'rigaer', 'new riga', 'newriga', 'oslo'].map((text) => lineScore(text, ['riga']));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(5);
    expect(scores.at(-1)).toBe(0);
  });

  it('finds in a block exactly the items whose own line fits, whatever they contain', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'İ', 'ß', '7', ' ', '\n', '\t'), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 3 }), { maxLength: 20 }), word, (items, text) => {
        const words = searchWords(text);
        fc.pre(words.length > 0);
        const found: number[] = [];
        const block = new TextBlock([...items.keys()], (index) => searchLine(items[index] ?? []));
        block.find(words, (index) => found.push(index));
        expect(found).toEqual(
          [...items.keys()].filter((index) => lineScore(searchLine(items[index] ?? []), words) > 0),
        );
      }),
    );
  });

  it('keeps the best of any number of hits', () => {
    const hits = new BestHits<number>(3);
    for (let at = 0; at < 1000; at++) hits.add(at, (at * 7) % 1000);
    const { items, hasMore } = hits.best((a, b) => a - b);
    expect([items.map((at) => (at * 7) % 1000), hasMore]).toEqual([[999, 998, 997], true]);
  });
});

describe('[PEO-41] a matchkey in the other notation', () => {
  it.each([
    ['31', '0x1f'],
    ['0x1F', '31'],
    ['1f2e', '7982'],
    ['18446744073709551615', '0xffffffffffffffff'],
    ['a/b', null],
    ['', null],
    ['12ab34xy', null],
  ])('%s is %s', (matchkey, other) => expect(otherNotation(matchkey)).toBe(other));
});
