/** Height of a letter as a share of its font size: capitals of the usual system fonts. */
const CAP_HEIGHT = 0.7;
const MIN_ARC_MINUTES = 16;
const PREFERRED_ARC_MINUTES = 22;
const MM_PER_INCH = 25.4;

/** Where the wall hangs. */
export interface WallSetting {
  /** From eye to screen, metres. */
  readonly distanceM: number;
  /** Of the 16:9 screen, inches. */
  readonly diagonalIn: number;
  /** Share of the picture's width and height that the screen may cut off at each edge, percent. */
  readonly overscanPercent: number;
}

/** Font sizes in hundredths of the page's height, whatever its resolution. */
export interface WallFonts {
  readonly min: number;
  readonly preferred: number;
}

/**
 * Font sizes that can be read from a distance: letters of 16 arc minutes at least, 22 where there is room (ISO 9241-3).
 * 5 m and 55 inches give 4.9 and 6.7 % of the height, which is 52 and 72 px on a page of 1080.
 */
export function wallFonts({ distanceM, diagonalIn }: Pick<WallSetting, 'distanceM' | 'diagonalIn'>): WallFonts {
  const heightMm = (diagonalIn * MM_PER_INCH * 9) / Math.hypot(16, 9);
  const share = (minutes: number): number => {
    const letterMm = distanceM * 1000 * Math.tan((minutes / 60) * (Math.PI / 180));
    return Math.min(12, Math.max(1.2, (letterMm / CAP_HEIGHT / heightMm) * 100));
  };
  return { min: share(MIN_ARC_MINUTES), preferred: share(PREFERRED_ARC_MINUTES) };
}

/**
 * The setting in a URL's query, `?distance=5&diagonal=55&overscan=2.5`; the same where a value is absent or beyond reason.
 * Television sets that "scale to fit" cut off some 2.5 % at each edge, those that do not lose a strip that nobody misses.
 */
export function wallSettingFrom(search: URLSearchParams): WallSetting {
  return {
    distanceM: numberWithin(search.get('distance'), 0.3, 30, 5),
    diagonalIn: numberWithin(search.get('diagonal'), 5, 300, 55),
    overscanPercent: numberWithin(search.get('overscan'), 0, 10, 2.5),
  };
}

function numberWithin(text: string | null, least: number, most: number, usual: number): number {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return value >= least && value <= most ? value : usual;
}
