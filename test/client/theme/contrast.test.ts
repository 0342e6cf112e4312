import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HEAT_COLORS } from '../../../client/src/views/wall/heat-colors.js';

type Rgb = readonly [number, number, number];
interface Color {
  readonly rgb: Rgb;
  readonly alpha: number;
}

const THEMES = ['light', 'dark'] as const;
const CSS = readFileSync(new URL('../../../client/src/theme/theme.css', import.meta.url), 'utf8');
const RGB_TEXT = /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/;
const HEX_TEXT = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/;

function colorOf(text: string): Color {
  const [, red = '', green = '', blue = ''] = HEX_TEXT.exec(text) ?? [];
  if (red !== '') return { rgb: [red, green, blue].map((part) => parseInt(part, 16)) as unknown as Rgb, alpha: 1 };
  const [, r, g, b, percent] = RGB_TEXT.exec(text) ?? [];
  if (percent === undefined) throw new Error(`not a colour of the style sheet: ${text}`);
  return { rgb: [Number(r), Number(g), Number(b)], alpha: Number(percent) / 100 };
}

/** The value of a token in a theme. */
function token(name: string, theme: (typeof THEMES)[number]): Color {
  const value = new RegExp(`--${name}: ([^;]+);`).exec(CSS)?.[1];
  if (value === undefined) throw new Error(`theme.css has no --${name}`);
  const both = /^light-dark\((.+\)|[^,]+), (.+)\)$/.exec(value);
  return colorOf(both === null ? value : ((theme === 'light' ? both[1] : both[2]) ?? ''));
}

/** A colour as it looks over another. */
function over(top: Color, below: Color): Color {
  const mixed = top.rgb.map((part, index) => part * top.alpha + (below.rgb[index] ?? 0) * (1 - top.alpha));
  return { rgb: mixed as unknown as Rgb, alpha: 1 };
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance, WCAG 2.2. */
function luminance({ rgb: [r, g, b] }: Color): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function contrast(a: Color, b: Color): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** What somebody sees who lacks a kind of cone: Machado, Oliveira and Fernandes 2009, severity 1, on linear light. */
const DEFICIENCIES = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
type Deficiency = keyof typeof DEFICIENCIES;
const SEEN_BY = ['none', 'protanopia', 'deuteranopia', 'tritanopia'] as const satisfies readonly Deficiency[];

function seenBy(color: Color, deficiency: Deficiency): Color {
  const matrix = DEFICIENCIES[deficiency];
  const parts = color.rgb.map(linear);
  const seen = [0, 1, 2].map((row) => {
    const sum = [0, 1, 2].reduce((all, column) => all + (matrix[row * 3 + column] ?? 0) * (parts[column] ?? 0), 0);
    const light = Math.min(1, Math.max(0, sum));
    return 255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
  });
  return { rgb: seen as unknown as Rgb, alpha: 1 };
}

/** CIELAB, D65. */
function lab(color: Color): Rgb {
  const [r = 0, g = 0, b = 0] = color.rgb.map(linear);
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(a: Color, b: Color): number {
  const [one, other] = [lab(a), lab(b)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

const TEXTS = [
  'text',
  'text-soft',
  'text-faint',
  'accent',
  'caution',
  'fault',
  'severity-critical',
  'severity-error',
  'severity-warning',
  'severity-notice',
  'severity-debug',
];

describe.each(THEMES)('[LIVE-51] the %s theme', (theme) => {
  const page = token('bg', theme);

  it.each(['bg', 'surface', 'hover'])('has every text readable on --%s, live and hatched as stale', (surface) => {
    const live = token(surface, theme);
    const stale = over(token('stale-hatch', theme), live);
    for (const text of TEXTS) {
      expect(contrast(token(text, theme), live), `${text}, live`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(token(text, theme), stale), `${text}, stale`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('has what is selected readable', () => {
    for (const text of ['text', 'text-soft', 'text-faint']) {
      expect(contrast(token(text, theme), token('raised', theme)), text).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(token('text', theme), over(token('selection', theme), page))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['on-critical-fill', 'critical-fill'],
    ['critical-button', 'on-critical-fill'],
    ['on-state-stale', 'state-stale'],
    ['on-state-offline', 'state-offline'],
    ['on-state-losing', 'state-losing'],
  ])('has --%s readable on --%s', (text, fill) => {
    expect(contrast(token(text, theme), token(fill, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SEEN_BY)('shows a Critical and every class to who sees with %s', (deficiency) => {
    const seen = (name: string): Color => seenBy(token(name, theme), deficiency);
    // The red of a Critical turns dark or khaki: its edge is what stands out of the page.
    expect(contrast(seen('critical-edge'), seen('bg'))).toBeGreaterThanOrEqual(7);
    const classes = ['class-replay', 'class-integrity', 'class-crypto', 'class-other'];
    for (const name of classes) expect(contrast(seen(name), seen('bg')), name).toBeGreaterThanOrEqual(3);
    for (const [index, one] of classes.entries()) {
      for (const other of classes.slice(index + 1)) {
        expect(difference(seen(one), seen(other)), `${one} and ${other}`).toBeGreaterThanOrEqual(8);
      }
    }
    // Charts put these two beside each other.
    expect(difference(seen('class-replay'), seen('class-integrity'))).toBeGreaterThanOrEqual(25);
  });

  it('has steps of the heat grid that differ, and quiet cells that show', () => {
    const { cells } = HEAT_COLORS[theme];
    const color = (cell: string): Color => colorOf(cells[cell] ?? '');
    expect(contrast(color('.'), page)).toBeGreaterThanOrEqual(1.3);
    for (const steps of ['.abcd', '.efgh', '.ijkl']) {
      for (const [index, step] of [...steps].entries()) {
        const next = steps[index + 1];
        if (next === undefined) continue;
        expect(contrast(color(step), color(next)), `${step} and ${next}`).toBeGreaterThanOrEqual(
          step === '.' ? 1.35 : 1.6,
        );
      }
    }
  });
});
