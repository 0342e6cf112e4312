/** Height of a letter as a share of its font size: capitals of the usual system fonts. */
const CAP_HEIGHT = 0.7;
const MIN_ARC_MINUTES = 16;
const PREFERRED_ARC_MINUTES = 22;
const MM_PER_INCH = 25.4;

/** The position of the wall. */
export interface WallSetting {
  /** Viewing distance, metres. */
  readonly distanceM: number;
  /** Diagonal of the 16:9 screen, inches. */
  readonly diagonalIn: number;
  /** Share of the picture's width and height that the screen may crop at each edge, percent. */
  readonly overscanPercent: number;
}

/** Font sizes in hundredths of the page's height, whatever its resolution. */
export interface WallFonts {
  readonly min: number;
  readonly preferred: number;
}

/**
 * Font sizes that are readable from a distance: letters of at least 16 arc minutes, 22 if there is room (ISO 9241-3).
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
 * The settings in a URL's query, `?distance=5&diagonal=55&overscan=2.5`; the defaults if a value is absent or implausible.
 * Television sets that "scale to fit" crop about 2.5 % at each edge; on those that do not, the unused strip is not missed.
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
