import { compilePattern } from '@tunnelwatch/server/core/inventory/match-pattern';
import { canonicalPattern, exactPattern, readPattern } from '@tunnelwatch/shared/inventory-pattern';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Token = '*' | '?' | { literal: string };

/** The grammar, read once more in the plainest way. */
function tokensOf(pattern: string): Token[] {
  const letters = [...pattern];
  const tokens: Token[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const next = letters[at + 1] ?? '';
    if (letter === '\\' && ['*', '?', '\\'].includes(next)) tokens.push({ literal: letters[++at] ?? '' });
    else if (letter === '\\' && next === 'e') at += 1;
    else if (letter === '*' || letter === '?') tokens.push(letter);
    else tokens.push({ literal: letter });
  }
  return tokens;
}

/** Tries everything: right, and slow. */
function fitsNaively(tokens: readonly Token[], letters: readonly string[]): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return letters.length === 0;
  if (token === '*') {
    return letters.some((_letter, at) => fitsNaively(rest, letters.slice(at))) || fitsNaively(rest, []);
  }
  const [letter, ...others] = letters;
  if (letter === undefined) return false;
  return (token === '?' || token.literal === letter) && fitsNaively(rest, others);
}

const letter = fc.constantFrom('a', 'b', '.', '*', '?', '\\', 'e', '😀');
const text = fc.array(letter, { maxLength: 9 }).map((letters) => letters.join(''));

describe('patterns of the inventory', () => {
  it('[INV-2] fit what the plainest reading of their grammar fits, and nothing else', () => {
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        expect(compilePattern(pattern)(name)).toBe(fitsNaively(tokensOf(pattern), [...name]));
      }),
      { numRuns: 20_000 },
    );
  });

  it('[INV-2] fit nearly everything where they are nearly the text itself', () => {
    const hidden = fc.tuple(fc.array(letter, { maxLength: 9 }), fc.array(fc.nat(2), { minLength: 9, maxLength: 9 }));
    fc.assert(
      fc.property(hidden, ([letters, how]) => {
        const pattern = letters
          .map((each, at) => (how[at] === 0 ? '?' : how[at] === 1 ? '*' : exactPattern(each)))
          .join('');
        expect(compilePattern(pattern)(letters.join(''))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('[INV-3] name any text exactly, the empty one too', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (name) => {
        const pattern = exactPattern(name);
        expect(readPattern(pattern).exact).toBe(name);
        expect(pattern).not.toBe('');
        expect(canonicalPattern(pattern)).toBe(pattern);
      }),
    );
  });

  it('[INV-3] are written in one way that means the same', () => {
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        const canonical = canonicalPattern(pattern);
        expect(canonicalPattern(canonical)).toBe(canonical);
        expect(compilePattern(canonical)(name)).toBe(compilePattern(pattern)(name));
      }),
      { numRuns: 5000 },
    );
    expect(canonicalPattern('a**?***b')).toBe('a*?*b');
    expect(canonicalPattern('a\\b')).toBe('a\\\\b');
  });

  it('cannot be made to try without end', () => {
    // A backtracking matcher would need some 2^40 steps here.
    const pattern = `${'*a'.repeat(80)}*b`;
    expect(compilePattern(pattern)('a'.repeat(8192))).toBe(false);
    expect(compilePattern(`${'*a?'.repeat(60)}*b`)('a'.repeat(8192))).toBe(false);
    expect(readPattern('198.51.100.7:*').literals).toBe(13);
  });
});
