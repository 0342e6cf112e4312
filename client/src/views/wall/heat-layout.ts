/** A gateway's block of the heat grid. CSS pixels. */
export interface HeatBlock {
  readonly gateway: string;
  readonly cells: string;
  readonly x: number;
  readonly width: number;
  readonly columns: number;
}

export interface HeatLayout {
  readonly blocks: readonly HeatBlock[];
  /** Size of a cell with its gap. */
  readonly pitch: number;
}

interface HeatArea {
  readonly width: number;
  readonly height: number;
  /** Between two blocks. */
  readonly gap: number;
  /** Maximum cell size, so that three tunnels do not fill the wall. */
  readonly maxPitch: number;
}

const MIN_PITCH = 1;

/**
 * Places every gateway as a block beside the one before, all with square cells of one size, which is the largest that
 * fits: columns of `floor(height / pitch)` cells, filled downwards.
 */
export function layoutHeat(
  rows: readonly { readonly gateway: string; readonly cells: string }[],
  area: HeatArea,
): HeatLayout {
  let low = MIN_PITCH;
  let high = Math.max(MIN_PITCH, Math.min(area.maxPitch, area.height));
  for (let round = 0; round < 24; round += 1) {
    const middle = (low + high) / 2;
    if (neededWidth(rows, area, middle) <= area.width) low = middle;
    else high = middle;
  }
  return { blocks: place(rows, area, low), pitch: low };
}

function columnsOf(cells: number, height: number, pitch: number): number {
  const perColumn = Math.max(1, Math.floor(height / pitch));
  return Math.ceil(cells / perColumn);
}

function neededWidth(rows: readonly { readonly cells: string }[], area: HeatArea, pitch: number): number {
  const gaps = area.gap * Math.max(0, rows.length - 1);
  return rows.reduce((sum, row) => sum + columnsOf(row.cells.length, area.height, pitch) * pitch, gaps);
}

function place(
  rows: readonly { readonly gateway: string; readonly cells: string }[],
  area: HeatArea,
  pitch: number,
): HeatBlock[] {
  let x = 0;
  return rows.map((row) => {
    const columns = columnsOf(row.cells.length, area.height, pitch);
    const block = { gateway: row.gateway, cells: row.cells, x, width: columns * pitch, columns };
    x += block.width + area.gap;
    return block;
  });
}
