import { appearances } from '@tunnelwatch/shared/look-alike';
import { visibleLines, visibleText } from '@tunnelwatch/shared/visible-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a text from outside', () => {
  it.each([
    ['gw-ams', 'gw-ams'],
    ['gw\u202egol', String.raw`gw\u{202e}gol`],
    ['gw-\u0430ms', String.raw`gw-\u{430}ms`],
    ['\uff47\uff57\uff11', String.raw`\u{ff47}\u{ff57}\u{ff11}`],
    ['\u0441\u0430\u0440\u0435', String.raw`\u{441}\u{430}\u{440}\u{435}`],
    ['gw\u00a01', String.raw`gw\u{a0}1`],
    ['\u0436a', String.raw`\u{436}a`],
    ['MARS-\u0391', String.raw`MARS-\u{391}`],
    ['\u00e9\u0430', `\u00e9${String.raw`\u{430}`}`],
    ['e\u0301', String.raw`e\u{301}`],
    ['\u03b1\u0436', `${String.raw`\u{3b1}`}\u0436`],
  ])('[LIVE-46] shows what makes %j look like another name', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each([
    'Zürich',
    'Łódź-2',
    'København',
    'Москва',
    'Αθήνα',
    '東京gw1',
    '서울-gw',
    'École 5 µs',
    'gw (Москва)',
    'Diyarbakır',
    'Gümüşhane',
  ])('[LIVE-46] leaves %j as it is written', (text) => {
    expect([visibleText(text), visibleLines(text)]).toEqual([text, text]);
  });

  it('[LIVE-46] is never shown as another one, to an eye that cannot tell look-alikes apart', () => {
    const letter = fc.constantFrom(
      ...'aceopxyTBHKg1-. жЖиαΩ',
      'а',
      'с',
      'е',
      'о',
      'р',
      'х',
      'у',
      'Т',
      'В',
      'Н',
      'К',
      'ａ',
    );
    const name = fc.string({ unit: letter, minLength: 1, maxLength: 6 });
    // Of ASCII alone everything is told apart on purpose: look-alikes of it are those that differ in script.
    const looks = (text: string) => appearances(text.replaceAll('1', '#'));
    fc.assert(
      fc.property(name, name, (one, other) => {
        const [a, b] = [visibleText(one), visibleText(other)];
        if (one.toLowerCase() === other.toLowerCase()) return;
        expect(looks(a).filter((form) => looks(b).includes(form))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });
});
