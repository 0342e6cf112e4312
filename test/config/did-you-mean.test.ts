import { editDistance, nearestWord, suggest } from '@tunnelwatch/server/config/did-you-mean';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('nearestWord', () => {
  it('finds a slip and a beginning, and nothing for a word that is far from all', () => {
    const words = ['port', 'host', 'pastAfterMinutes'];
    expect(['prot', 'PORT', 'hots', 'pastAfter', 'catalogue'].map((word) => nearestWord(word, words))).toEqual([
      'port',
      'port',
      'host',
      'pastAfterMinutes',
      undefined,
    ]);
    expect(suggest('prot', words)).toBe('did you mean port?');
    expect(suggest('catalogue', words)).toBe('expected one of port, host, pastAfterMinutes');
  });
});

describe('editDistance', () => {
  it('is zero only for the same word, the same both ways, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b, 99);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBe(editDistance(b, a, 99));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it('counts as worked out by hand', () => {
    expect(editDistance('kitten', 'sitting', 99)).toBe(3);
    expect(editDistance('kitten', 'sitting', 2)).toBe(2);
  });
});
