import { parseKeyValues } from '@tunnelwatch/server/core/decode/key-values';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
/** A value that can stand without quotes: not trimmed away, not quoted, and without what looks like a further pair. */
const bare = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019:/=.,;"\\[]<>é🔒 '), maxLength: 20 })
  .filter((text) => text === text.trim() && !text.startsWith('"') && !/[ \t][\w.-]+=/.test(` ${text}`));
const quoted = fc.string({ unit: fc.constantFrom(...'ab ="\\\t\r\0é🔒'), maxLength: 20 });
const pair = fc.oneof(
  fc.record({ name, value: bare, isQuoted: fc.constant(false) }),
  fc.record({ name, value: quoted, isQuoted: fc.constant(true) }),
);

const write = ({ name: key, value, isQuoted }: { name: string; value: string; isQuoted: boolean }) =>
  isQuoted ? `${key}="${value.replaceAll(/(["\\])/g, '\\$1')}"` : `${key}=${value}`;

describe('name=value pairs', () => {
  it('come back as they were written, quoted and bare, in their order', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), fc.constantFrom(' ', '  ', '\t'), (pairs, space) => {
        const line = pairs.map(write).join(space);
        expect(parseKeyValues(line, 0).pairs).toEqual(pairs.map(({ name: key, value }) => [key, value]));
      }),
      { numRuns: 3000 },
    );
  });

  it('have the free text in front of them apart', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z.,' ]{0,30}$/),
        fc.array(pair, { minLength: 1, maxLength: 3 }),
        (text, pairs) => {
          const line = `${text} ${pairs.map(write).join(' ')}`;
          const fields = parseKeyValues(line, 0);
          expect(fields.text).toBe(text.trim());
          expect(fields.pairs).toHaveLength(pairs.length);
        },
      ),
    );
  });

  it('lose nothing of a body without quotes: every letter is in the text, in a name or in a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab= \\\t'), maxLength: 40 }), (body) => {
        const { text, pairs } = parseKeyValues(body, 0);
        const count = (part: string) => [...part].filter((letter) => letter === 'a' || letter === 'b').length;
        const kept = count(text) + pairs.reduce((sum, [key, value]) => sum + count(key) + count(value), 0);
        expect(kept).toBe(count(body));
      }),
      { numRuns: 3000 },
    );
  });
});
