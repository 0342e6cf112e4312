import fc from 'fast-check';

/** A piece of one of the lines in any case of its letters, perhaps with one character changed, which mostly is in none. */
export function needleOf(lines: readonly string[]): fc.Arbitrary<string> {
  return fc
    .record({
      line: fc.constantFrom(...lines),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 60 })),
      isUpper: fc.boolean(),
      change: fc.option(fc.record({ at: fc.nat(), to: fc.constantFrom('0', '7', 'a', 'x', ' ', '=', ':', '-') }), {
        freq: 3,
        nil: undefined,
      }),
    })
    .map(({ line, from, length, isUpper, change }) => {
      const start = Math.floor(from * Math.max(0, line.length - 1));
      const piece = line.slice(start, start + length) || ' ';
      const cased = isUpper ? piece.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()) : piece;
      if (change === undefined) return cased;
      const at = change.at % cased.length;
      return cased.slice(0, at) + change.to + cased.slice(at + 1);
    });
}

/** Whether a line contains a text, ignoring the case of ASCII letters, by reading all of it. */
export function isContained(line: string, text: string): boolean {
  const lower = (of: string) => of.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower(line).includes(lower(text));
}
