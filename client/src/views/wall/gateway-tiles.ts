import { compareAlerts, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { Gateway } from '@tunnelwatch/shared/tunnel';
import { withoutCommonPrefix } from './wall-figures.js';

export interface GatewayTile {
  readonly gateway: string;
  /** Without what all gateways' names begin with. */
  readonly shortName: string;
  readonly tunnels: number;
  /** Its tunnels, or others of its subjects, with an open alert. */
  readonly alerting: number;
  /** Failures within the last 60 minutes, and their share of those of the gateway with the most. */
  readonly failing: number;
  readonly share: number;
  /** Of its worst open alert; null without any. */
  readonly severity: Severity | null;
  readonly isSilent: boolean;
}

/** The gateways, those with the worst alerts first, then those with the most failures. @param alerts open ones */
export function gatewayTiles(gateways: readonly Gateway[], alerts: readonly ShownAlert[]): readonly GatewayTile[] {
  const byGateway = new Map<string, ShownAlert[]>();
  for (const alert of alerts) {
    if (!('gateway' in alert.subject)) continue;
    const own = byGateway.get(alert.subject.gateway) ?? [];
    own.push(alert);
    byGateway.set(alert.subject.gateway, own);
  }
  const names = withoutCommonPrefix(gateways.map(({ gateway }) => gateway));
  const most = Math.max(1, ...gateways.map(({ recentTotal }) => recentTotal));
  const tiles = gateways.map((each, index) => {
    const own = (byGateway.get(each.gateway) ?? []).sort(compareAlerts);
    const tile: GatewayTile = {
      gateway: each.gateway,
      shortName: names[index] ?? each.gateway,
      tunnels: each.tunnels,
      alerting: own.reduce((count, { members }) => count + Math.max(1, members), 0),
      failing: each.recentTotal,
      share: each.recentTotal / most,
      severity: own[0]?.severity ?? null,
      isSilent: each.silence !== null,
    };
    return { tile, worst: own[0] };
  });
  tiles.sort(
    (a, b) => compareWorst(a.worst, b.worst) || scaleOf(b.tile) - scaleOf(a.tile) || compareNames(a.tile, b.tile),
  );
  return tiles.map(({ tile }) => tile);
}

function compareWorst(a: ShownAlert | undefined, b: ShownAlert | undefined): number {
  if (a !== undefined && b !== undefined) return compareAlerts(a, b);
  return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
}

/** How many failures, to the factor two: tiles do not change places for a few. */
function scaleOf({ failing }: GatewayTile): number {
  return Math.round(Math.log2(1 + failing));
}

function compareNames(a: GatewayTile, b: GatewayTile): number {
  return a.gateway < b.gateway ? -1 : 1;
}
