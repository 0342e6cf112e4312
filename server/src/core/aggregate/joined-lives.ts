import type { GatewayRecord } from './gateway-life.js';

/** Signs of life by the names that gateways have now; of those that have become one the newest counts. */
export function joinLives(stored: readonly GatewayRecord[], nowOf: (gateway: string) => string): GatewayRecord[] {
  const joined = new Map<string, GatewayRecord>();
  for (const record of stored) {
    const gateway = nowOf(record.gateway);
    const own = gateway === record.gateway ? record : { ...record, gateway, domain: null };
    const known = joined.get(gateway);
    joined.set(gateway, known === undefined ? own : merge(known, own));
  }
  return [...joined.values()];
}

function merge(a: GatewayRecord, b: GatewayRecord): GatewayRecord {
  const [older, newer] = a.lastArrival <= b.lastArrival ? [a, b] : [b, a];
  const live = (older.lastLive ?? 0) > (newer.lastLive ?? 0) ? older : newer;
  return {
    ...newer,
    domain: newer.domain ?? older.domain,
    members: [...new Set([...newer.members, ...older.members])],
    firstArrival: Math.min(older.firstArrival, newer.firstArrival),
    lastLive: live.lastLive,
    sourceId: live.sourceId,
  };
}
