/** Height of a letter as a share of its font size: capitals of the usual system fonts. */
const CAP_HEIGHT = 0.7;
const MIN_ARC_MINUTES = 16;
const PREFERRED_ARC_MINUTES = 22;
const MM_PER_INCH = 25.4;

/** So many lines of text say all that a wall has to say: with more than these, letters are larger instead. */
const ENOUGH_LINES = 24;

/** Where the wall hangs. */
interface WallPosition {
  /** Viewing distance, metres. */
  readonly distanceM: number;
  /** Diagonal of the 16:9 screen, inches. */
  readonly diagonalIn: number;
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
export function wallFonts({ distanceM, diagonalIn }: WallPosition): WallFonts {
  const heightMm = (diagonalIn * MM_PER_INCH * 9) / Math.hypot(16, 9);
  const share = (minutes: number): number => {
    const letterMm = distanceM * 1000 * Math.tan((minutes / 60) * (Math.PI / 180));
    return Math.min(12, Math.max(1.2, (letterMm / CAP_HEIGHT / heightMm) * 100));
  };
  return { min: share(MIN_ARC_MINUTES), preferred: share(PREFERRED_ARC_MINUTES) };
}

/** The font size of the wall: the preferred one where that leaves room for enough lines. */
export function textSize({ min, preferred }: WallFonts): number {
  return 100 / preferred >= ENOUGH_LINES ? preferred : min;
}
