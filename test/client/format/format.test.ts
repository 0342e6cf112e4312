import { visibleText } from '@tunnelwatch/shared/visible-text';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatRate, formatShare, formatShort, formatTick } from '@tunnelwatch/shared/format-number';
import { formatIso } from '../../../client/src/format/format-time.js';
import { formatLag, formatSkew, formatSpan } from '@tunnelwatch/shared/format-span';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('times for people', () => {
  it.each([
    [-5, '0 s'],
    [12_900, '12 s'],
    [3 * MINUTE + 1, '3 min'],
    [4 * HOUR + 10 * MINUTE, '4 h 10 min'],
    [17 * HOUR + 10 * MINUTE, '17 h'],
    [25 * HOUR, '1 day'],
    [72 * HOUR, '3 days'],
  ])('%d ms is %s', (ms, text) => expect(formatSpan(ms)).toBe(text));

  it('writes an exact time with its zone, which reads back as the same instant', () => {
    const at = Date.UTC(2026, 1, 10, 18, 57, 45, 970);
    expect(formatIso(at)).toMatch(/^2026-02-1[01]T\d\d:\d\d:45\.970[+-]\d\d:\d\d$/);
    expect(Date.parse(formatIso(at))).toBe(at);
  });

  it.each([
    [40, '0 s'],
    [1240, '+1.2 s'],
    [-3 * MINUTE, '−3 min'],
  ])('a skew of %d ms is %s', (ms, text) => expect(formatSkew(ms)).toBe(text));
});

describe('numbers for people', () => {
  it.each([
    [999, '999'],
    [1234, '1.2k'],
    [9960, '10k'],
    [35_400, '35k'],
    [1_400_000, '1.4M'],
  ])('%d is %s', (value, text) => expect(formatShort(value)).toBe(text));

  it('rates and bytes keep the digits that mean something', () => {
    expect([0, 2.5, 12.5, 112.5, 1250, 20_000_000].map(formatTick)).toEqual([
      '0',
      '2.5',
      '12.5',
      '112.5',
      '1.25k',
      '20M',
    ]);
    expect([0, 0.049, 0.05, 0.34, 12.4].map(formatRate)).toEqual(['0', '<0.1', '0.1', '0.3', '12']);
    expect([formatBytes(512), formatBytes(3.4 * 1024 * 1024)]).toEqual(['512 B', '3.4 MiB']);
  });
});

describe('shares and lags', () => {
  it.each([
    [0, 0, '–'],
    [0, 7, '0 %'],
    [1, 1_000_000, '<0.01 %'],
    [1, 1000, '0.10 %'],
    [1, 30, '3.3 %'],
    [1, 3, '33 %'],
    [9_999_999, 10_000_000, '>99.9 %'],
    [5, 5, '100 %'],
  ])('%d of %d is %s', (part, whole, text) => expect(formatShare(part, whole)).toBe(text));

  it('are never written as nothing when they are something', () => {
    expect([formatLag(0), formatLag(1), formatLag(999), formatLag(1000)]).toEqual(['0 s', '<1 s', '<1 s', '1 s']);
  });
});

describe('names from outside', () => {
  it('show what is invisible in them, so that none passes for another', () => {
    expect(visibleText('/log/gw1 (ä) 日本.log')).toBe('/log/gw1 (ä) 日本.log');
    expect(visibleText('gw-\u202egol.exe')).toBe('gw-\\u{202e}gol.exe');
    expect(visibleText('a\u200bb\n\u0000\ud800')).toBe('a\\u{200b}b\\u{a}\\u{0}\\u{d800}');
  });
});
