/** A point of a drawing, in its own units. */
export interface PlotPoint {
  x: number;
  y: number;
}

/** A line through points as the `d` of an SVG path. */
export function linePath(points: readonly PlotPoint[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');
}

/** The area between two lines as the `d` of an SVG path: along one, and back along the other. */
export function bandPath(upper: readonly PlotPoint[], lower: readonly PlotPoint[]): string {
  return upper.length === 0 ? '' : `${linePath([...upper, ...lower.toReversed()])}Z`;
}

/** A number with as many digits as are visible in a drawing. */
export function short(value: number): number {
  return Math.round(value * 100) / 100;
}
