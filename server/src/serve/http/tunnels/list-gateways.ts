import type { GatewayListQuery } from '@tunnelwatch/shared/api';
import type { Gateway } from '@tunnelwatch/shared/tunnel';
import { summariseGateway } from '../../../core/aggregate/tunnel-summary.js';
import type { ApiContext } from '../api-context.js';

/** The gateways whose name, or that of an HA member, has a text, in order. */
export function listGateways(
  { model, gatewayLife, referenceTime }: Pick<ApiContext, 'model' | 'gatewayLife' | 'referenceTime'>,
  { q, sort, order }: Pick<GatewayListQuery, 'q' | 'sort' | 'order'>,
): Gateway[] {
  const text = q?.toLowerCase() ?? '';
  const reference = referenceTime();
  const gateways = Array.from(model().gateways.values(), (entry) =>
    summariseGateway(entry, gatewayLife(entry.gateway), reference),
  );
  const found = gateways.filter(({ gateway, members }) =>
    [gateway, ...members].some((name) => name.toLowerCase().includes(text)),
  );
  const sign = order === 'asc' ? 1 : -1;
  return found.sort((a, b) => sign * COMPARE[sort](a, b) || byName(a, b));
}

type Compare = (a: Gateway, b: Gateway) => number;

const COMPARE: Readonly<Record<GatewayListQuery['sort'], Compare>> = {
  gateway: (a, b) => byName(a, b),
  last: (a, b) => (a.lastArrival ?? 0) - (b.lastArrival ?? 0),
  tunnels: (a, b) => a.tunnels - b.tunnels,
  recent: (a, b) => a.recentTotal - b.recentTotal,
  replay: (a, b) => (a.recent.replay ?? 0) - (b.recent.replay ?? 0),
  integrity: (a, b) => (a.recent.integrity ?? 0) - (b.recent.integrity ?? 0),
};

const collator = new Intl.Collator('en', { numeric: true });

function byName(a: Gateway, b: Gateway): number {
  return collator.compare(a.gateway, b.gateway);
}
