import {
  apiTunnelSchema,
  type TunnelListQuery,
  tunnelListQuerySchema,
  tunnelPageSchema,
} from '@tunnelwatch/shared/api';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { summariseTunnel } from '../../../core/aggregate/tunnel-summary.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { presentTunnel } from '../present.js';
import { pageOf } from '../page.js';
import { parseQuery, nameParameter, type Route } from '../route.js';

/** A sorted list is cached this long, so that paging through 100,000 tunnels sorts them once. */
const KEEP_SORTED_MS = 2000;
const MAX_SORTED = 8;

/** Tunnels: list and one. */
export function tunnelRoutes(context: ApiContext, clock: () => number): Route[] {
  const sorted = sortedLists(context, clock);
  return [
    {
      method: 'get',
      path: '/tunnels',
      access: 'viewer',
      summary: 'Tunnels with their counts and rates',
      query: tunnelListQuerySchema,
      answer: tunnelPageSchema,
      handle: (request, response) => {
        const query = parseQuery(tunnelListQuerySchema, request);
        const all = sorted(query);
        const { items, nextCursor } = pageOf(all, query);
        const names = context.names();
        response.json({ items: items.map((tunnel) => presentTunnel(tunnel, names)), nextCursor, total: all.length });
      },
    },
    {
      method: 'get',
      path: '/tunnels/{gateway}/{matchkey}',
      access: 'viewer',
      summary: 'One tunnel; a name that cannot be a path segment is escaped with a leading ~',
      answer: apiTunnelSchema,
      handle: (request, response) => {
        const gateway = nameParameter(request, 'gateway');
        const matchkey = nameParameter(request, 'matchkey');
        const entry = context.model().tunnel(gateway, matchkey);
        if (entry === undefined) {
          throw new HttpProblem(404, 'not-found', `no events are stored for tunnel ${matchkey} on gateway ${gateway}`);
        }
        response.json(presentTunnel(summariseTunnel(entry, context.referenceTime()), context.names()));
      },
    },
  ];
}

function sortedLists(context: ApiContext, clock: () => number): (query: TunnelListQuery) => Tunnel[] {
  const kept = new Map<string, { at: number; tunnels: Tunnel[] }>();
  return (query) => {
    const key = JSON.stringify([query.q, query.gateway, query.sort, query.order, context.inventory().revision]);
    const now = clock();
    const known = kept.get(key);
    if (known !== undefined && now - known.at < KEEP_SORTED_MS) return known.tunnels;
    const tunnels = listTunnels(context, query);
    kept.delete(key);
    kept.set(key, { at: now, tunnels });
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_SORTED) break;
      kept.delete(oldest);
    }
    return tunnels;
  };
}

function listTunnels({ model, referenceTime, names }: ApiContext, query: TunnelListQuery): Tunnel[] {
  const text = query.q?.toLowerCase() ?? '';
  const reference = referenceTime();
  const tunnels: Tunnel[] = [];
  for (const entry of model().tunnels.values()) {
    if (query.gateway !== undefined && entry.gateway !== query.gateway) continue;
    const isFound =
      text === '' ||
      entry.matchkey.toLowerCase().includes(text) ||
      entry.gateway.toLowerCase().includes(text) ||
      isCalled(names().tunnelName(entry.gateway, entry.matchkey), text);
    if (isFound) tunnels.push(summariseTunnel(entry, reference));
  }
  const sign = query.order === 'asc' ? 1 : -1;
  return tunnels.sort((a, b) => sign * COMPARE[query.sort](a, b) || byName(a, b));
}

/** Whether the inventory entry matches by name, site or peer. */
function isCalled(name: InventoryName | null, text: string): boolean {
  return name !== null && [name.name, name.site, name.peer].some((each) => each.toLowerCase().includes(text));
}

type Compare = (a: Tunnel, b: Tunnel) => number;

const COMPARE: Readonly<Record<TunnelListQuery['sort'], Compare>> = {
  recent: (a, b) => a.recentTotal - b.recentTotal || a.total - b.total,
  total: (a, b) => a.total - b.total,
  replay: (a, b) => byClass(a, b, 'replay'),
  integrity: (a, b) => byClass(a, b, 'integrity'),
  last: (a, b) => a.lastTime - b.lastTime,
  first: (a, b) => a.firstTime - b.firstTime,
  gateway: (a, b) => byName(a, b),
  matchkey: (a, b) => collator.compare(a.matchkey, b.matchkey) || collator.compare(a.gateway, b.gateway),
};

function byClass(a: Tunnel, b: Tunnel, failureClass: 'replay' | 'integrity'): number {
  const recent = (a.recent[failureClass] ?? 0) - (b.recent[failureClass] ?? 0);
  return recent || (a.counts[failureClass] ?? 0) - (b.counts[failureClass] ?? 0);
}

const collator = new Intl.Collator('en', { numeric: true });

function byName(a: Tunnel, b: Tunnel): number {
  return collator.compare(a.gateway, b.gateway) || collator.compare(a.matchkey, b.matchkey);
}
