import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { HeatGateway } from '@tunnelwatch/shared/protocol';
import { type LiveModel, minuteOf, type TunnelEntry } from './live-model.js';

const HEAT_MINUTES = 5;
const QUIET = '.';
const REPLAY = COUNTED_CLASSES.indexOf('replay');
const INTEGRITY = COUNTED_CLASSES.indexOf('integrity');
/** Characters of each group from few to many events, as defined by the protocol. */
const LEVELS = { replay: 'abcd', integrity: 'efgh', other: 'ijkl' } as const;

/**
 * All tunnels as one character each. Beyond `mostCells` one cell represents several tunnels of a gateway and shows the
 * busiest; each gateway has at least one cell.
 * @param includes which gateways are shown
 */
export function heatGrid(
  model: LiveModel,
  referenceTime: number,
  mostCells: number,
  includes: (gateway: string) => boolean = () => true,
): HeatGateway[] {
  const last = minuteOf(referenceTime);
  const shown = [...model.gateways.values()].filter(({ gateway, tunnelCount }) => tunnelCount > 0 && includes(gateway));
  const tunnels = shown.reduce((sum, { tunnelCount }) => sum + tunnelCount, 0);
  const tunnelsPerCell = Math.max(1, Math.ceil(tunnels / mostCells));
  return shown.map(({ gateway, tunnels }) => ({
    gateway,
    tunnelsPerCell,
    cells: cellsOf(tunnels, tunnelsPerCell, last),
  }));
}

function cellsOf(tunnels: readonly TunnelEntry[], perCell: number, last: number): string {
  let cells = '';
  for (let from = 0; from < tunnels.length; from += perCell) {
    let worst = 0;
    let character = QUIET;
    for (let at = from; at < Math.min(from + perCell, tunnels.length); at++) {
      const tunnel = tunnels[at];
      const total = tunnel === undefined ? 0 : tunnel.activity.failures(last, HEAT_MINUTES);
      if (tunnel === undefined || total <= worst) continue;
      worst = total;
      character = characterOf(tunnel, total, last);
    }
    cells += character;
  }
  return cells;
}

function characterOf({ activity }: TunnelEntry, total: number, last: number): string {
  const replay = activity.classSum(REPLAY, last, HEAT_MINUTES);
  const integrity = activity.classSum(INTEGRITY, last, HEAT_MINUTES);
  const other = total - replay - integrity;
  const group = other > replay && other > integrity ? 'other' : integrity > replay ? 'integrity' : 'replay';
  const level = total >= 1000 ? 3 : total >= 100 ? 2 : total >= 10 ? 1 : 0;
  return LEVELS[group].charAt(level);
}
