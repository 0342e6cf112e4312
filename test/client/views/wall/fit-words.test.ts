import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWords } from '../../../../client/src/views/wall/fit-words.js';

const within = (most: number) => (text: string) => text.length <= most;

describe('a text of the wall', () => {
  it('is left as it is where it fits', () => {
    expect(fitWords('Failed to remove dynamic route.', within(40))).toBe('Failed to remove dynamic route.');
  });

  it('ends with a whole word where it does not', () => {
    expect(fitWords('Failed to remove dynamic route.', within(20))).toBe('Failed to remove …');
    expect(fitWords('Suspected replay: consistent with', within(20))).toBe('Suspected replay …');
    expect(fitWords('Acknowledged by Anna · gw-north', within(21))).toBe('Acknowledged by Anna');
    expect(fitWords('Acknowledged by Anna · gw-north', within(22))).toBe('Acknowledged by Anna …');
  });

  it('is cut within a word only where not even the first one fits', () => {
    expect(fitWords('ipsec_harbour_001', within(8))).toBe('ipsec_h…');
  });

  it('always fits, and is the beginning of the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(40), (text, most) => {
        const shown = fitWords(text, within(most));
        expect(shown.length).toBeLessThanOrEqual(Math.max(most, text.length <= most ? text.length : 0));
        expect(text.startsWith(shown.replace(/ ?…$/, ''))).toBe(true);
      }),
    );
  });
});
