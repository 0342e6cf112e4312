import type { HeatGateway, heatPatchSchema } from '@tunnelwatch/shared/protocol';
import type { z } from 'zod';

type HeatPatch = z.infer<typeof heatPatchSchema>;

/**
 * The heat grid after single cells were replaced. A cell at the end appends; gateways that the grid does not have are
 * skipped, since the whole grid is sent whenever its shape changes.
 */
export function patchHeat(
  heat: readonly HeatGateway[] | null | undefined,
  patches: readonly HeatPatch[],
): readonly HeatGateway[] {
  const byGateway = new Map(patches.map((patch) => [patch.gateway, patch]));
  return (heat ?? []).map((row) => {
    const patch = byGateway.get(row.gateway);
    return patch === undefined ? row : { ...row, cells: patchCells(row.cells, patch.cells) };
  });
}

function patchCells(cells: string, patches: HeatPatch['cells']): string {
  const chars = [...cells];
  for (const [index, char] of patches) {
    if (index >= 0 && index <= chars.length) chars[index] = char;
  }
  return chars.join('');
}
