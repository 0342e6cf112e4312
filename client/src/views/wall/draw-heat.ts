import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { HeatLayout } from './heat-layout.js';
import type { HEAT_COLORS } from './heat-colors.js';
import { withoutCommonPrefix } from './wall-figures.js';

interface HeatPicture {
  readonly layout: HeatLayout;
  readonly height: number;
  /** Height of the line of gateway names above the cells. */
  readonly labelHeight: number;
  readonly font: string;
  readonly colors: (typeof HEAT_COLORS)['dark'];
}

/** Draws the whole grid: names above blocks of cells. About 10,000 cells take a few milliseconds. */
export function drawHeat(context: CanvasRenderingContext2D, picture: HeatPicture): void {
  const { layout, labelHeight, font, colors } = picture;
  context.font = font;
  context.textBaseline = 'alphabetic';
  context.fillStyle = colors.label;
  const names = withoutCommonPrefix(layout.blocks.map((block) => visibleText(block.gateway)));
  layout.blocks.forEach((block, index) => {
    const text = fitText(context, names[index] ?? '', block.width);
    if (text !== '') context.fillText(text, block.x, labelHeight * 0.78);
  });
  const byColor = groupCells(picture);
  const gap = layout.pitch >= 4 ? Math.min(2, layout.pitch * 0.18) : 0;
  for (const [color, corners] of byColor) {
    context.fillStyle = color;
    for (const [x, y] of corners) context.fillRect(x, y, layout.pitch - gap, layout.pitch - gap);
  }
}

function groupCells({
  layout,
  labelHeight: top,
  height: bottom,
  colors,
}: HeatPicture): Map<string, [number, number][]> {
  const byColor = new Map<string, [number, number][]>();
  const perColumn = Math.max(1, Math.floor((bottom - top) / layout.pitch));
  for (const block of layout.blocks) {
    for (let index = 0; index < block.cells.length; index += 1) {
      const color = colors.cells[block.cells.charAt(index)] ?? colors.label;
      const corners = byColor.get(color) ?? [];
      const column = Math.floor(index / perColumn);
      corners.push([block.x + column * layout.pitch, top + (index % perColumn) * layout.pitch]);
      byColor.set(color, corners);
    }
  }
  return byColor;
}

/** The text, shortened with an ellipsis to a width; empty when not even three letters fit. */
function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  for (let length = text.length - 1; length >= 3; length -= 1) {
    const short = `${text.slice(0, length)}…`;
    if (context.measureText(short).width <= width) return short;
  }
  return '';
}
