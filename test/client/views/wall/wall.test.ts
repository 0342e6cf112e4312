import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countAside,
  criticalAlerts,
  failingCells,
  failuresOfBuckets,
  wallAlerts,
  withoutCommonPrefix,
} from '../../../../client/src/views/wall/wall-figures.js';
import { layoutHeat } from '../../../../client/src/views/wall/heat-layout.js';
import { wallFonts } from '../../../../client/src/views/wall/wall-geometry.js';
import { lookFrom } from '../../../../client/src/views/wall/wall-look.js';
import { wallTurn } from '../../../../client/src/views/wall/wall-rotation.js';
import { sampleAlert } from '../../../support/samples.js';

describe('letters that can be read from afar', () => {
  it.each([
    { distanceM: 3, diagonalIn: 55, min: 31, preferred: 43 },
    { distanceM: 5, diagonalIn: 55, min: 52, preferred: 72 },
    { distanceM: 5, diagonalIn: 75, min: 38, preferred: 53 },
  ])('$distanceM m and $diagonalIn inches give $min and $preferred px on a page of 1080', (row) => {
    const fonts = wallFonts(row);
    expect(Math.round(fonts.min * 10.8)).toBe(row.min);
    expect(Math.round(fonts.preferred * 10.8)).toBe(row.preferred);
  });

  it('takes 5 m and 55 inches for what is missing or beyond reason', () => {
    expect(lookFrom(new URLSearchParams('distance=&diagonal=-3&pages=cake&seconds=1'))).toEqual({
      pages: ['overview'],
      secondsPerPage: 20,
      distanceM: 5,
      diagonalIn: 55,
      overscanPercent: 2.5,
      theme: 'dark',
      sound: null,
    });
    expect(lookFrom(new URLSearchParams('distance=2.5&diagonal=42&overscan=0&pages=alerts,gateways,alerts'))).toEqual({
      pages: ['alerts', 'gateways'],
      secondsPerPage: 20,
      distanceM: 2.5,
      diagonalIn: 42,
      overscanPercent: 0,
      theme: 'dark',
      sound: null,
    });
  });
});

describe('the pages of a wall', () => {
  const look = { pages: ['tunnels', 'alerts', 'gateways'], secondsPerPage: 10 } as const;

  it('[LIVE-83] take turns, and stop at the alerts while a Critical waits', () => {
    const shown = (ms: number, isHeld = false) => wallTurn(look, ms, isHeld).page;
    expect([0, 9_999, 10_000, 29_999, 30_000].map((ms) => shown(ms))).toEqual([
      'tunnels',
      'tunnels',
      'alerts',
      'gateways',
      'tunnels',
    ]);
    expect(wallTurn(look, 25_000, true)).toEqual({ page: 'alerts', index: 1, count: 3, isHeld: true });
    expect(wallTurn({ pages: ['gateways'], secondsPerPage: 10 }, 25_000, true)).toMatchObject({
      page: 'gateways',
      isHeld: false,
    });
  });
});

describe('the heat grid', () => {
  it('places every cell of every gateway within the area', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, (counts) => {
        const rows = counts.map((count, index) => ({ gateway: `gw-${index}`, cells: '.'.repeat(count) }));
        const area = { width: 1880, height: 170, gap: 10, maxPitch: 48 };
        const { blocks, pitch } = layoutHeat(rows, area);
        const perColumn = Math.floor(area.height / pitch);
        for (const block of blocks) {
          expect(block.columns * perColumn).toBeGreaterThanOrEqual(block.cells.length);
          expect(block.x + block.width).toBeLessThanOrEqual(area.width + 0.001);
        }
      }),
    );
  });

  it('counts the cells that are not quiet', () => {
    const heat = [
      { gateway: 'a', cells: '..a.', tunnelsPerCell: 1 },
      { gateway: 'b', cells: 'el', tunnelsPerCell: 3 },
    ];
    expect(failingCells(heat)).toEqual({ cells: 3, isLowerBound: true });
  });

  it('stands beside a sum of failures, which unknown messages are not', () => {
    const n = COUNTED_CLASSES.map((name) => (name === 'unknown' ? 1000 : 1));
    const buckets = [
      { t: 0, n },
      { t: 1000, n },
    ];
    expect(failuresOfBuckets({ from: 0, to: 2000, stepMs: 1000, buckets })).toBe(22);
  });

  it('leaves out what all names share, but never a whole name', () => {
    expect(withoutCommonPrefix(['gw-oslo', 'gw-riga'])).toEqual(['oslo', 'riga']);
    expect(withoutCommonPrefix(['gateway', 'gate'])).toEqual(['gateway', 'gate']);
    expect(withoutCommonPrefix(['gw-', 'gw-a'])).toEqual(['gw-', 'gw-a']);
    expect(withoutCommonPrefix(['only-one'])).toEqual(['only-one']);
    expect(withoutCommonPrefix(['gw-1', 'gw-oslo'])).toEqual(['gw-1', 'gw-oslo']);
  });
});

describe('the alarms of the wall', () => {
  it('are the open ones, unacknowledged first, then the worst', () => {
    const alarms = wallAlerts([
      sampleAlert({ id: 1, state: 'acknowledged' }),
      sampleAlert({ id: 2, severity: 'error', priority: 'high' }),
      sampleAlert({ id: 3 }),
      sampleAlert({ id: 4, isPast: true }),
      sampleAlert({ id: 5, state: 'closed' }),
    ]);
    expect(alarms.map((alert) => alert.id)).toEqual([3, 2, 1]);
    expect(criticalAlerts(alarms).map((alert) => alert.id)).toEqual([3]);
  });

  it('[ALM-54] are not those that somebody has put aside, which are counted, but a Critical in maintenance is', () => {
    const all = [
      sampleAlert({ id: 1, state: 'shelved' }),
      sampleAlert({ id: 2, state: 'suppressed', severity: 'error' }),
      sampleAlert({ id: 3, state: 'suppressed', windowId: 1 }),
      sampleAlert({ id: 4 }),
    ];
    expect(wallAlerts(all).map(({ id }) => id)).toEqual([4, 3]);
    expect(countAside(all)).toBe(2);
  });
});
