import type { SeriesRequest } from '../../queries.js';
import type { SeriesGroup } from '../../../core/aggregate/series-group.js';
import type { CountKey } from './count-request.js';
import type { CountRow } from './count-sums.js';
import { countBuckets } from './counting.js';
import type { ReadContext } from '../read-context.js';

/** Counts over time, grouped by `by`, the largest `top` groups first. */
export function groupSeries(context: ReadContext, request: SeriesRequest): SeriesGroup[] {
  const { filter, by, top, from, stepMs, buckets } = request;
  const to = from + stepMs * buckets;
  const key: CountKey = by === 'tunnel' ? 'subject' : by === 'gateway' ? 'gateway' : 'none';
  if (by === 'tunnel') return tunnelSeries(context, request, to);
  const groups = new Map<string, SeriesGroup>();
  for (const row of countBuckets(context, { filter, from, to, stepMs, key, isByKind: by !== 'gateway' })) {
    const label = labelOf(row, by, context);
    if (label === undefined) continue;
    const id = `${String(label.gateway)}\n${String(label.class)}\n${String(label.messageId)}`;
    const group = groups.get(id) ?? { ...label, total: 0, counts: new Array<number>(buckets).fill(0) };
    groups.set(id, group);
    addRow(group, row);
  }
  const present = [...groups.values()].filter(({ total }) => total > 0);
  return present.sort((a, b) => b.total - a.total).slice(0, top);
}

/** Finds the worst tunnels over the whole range first, then reads the buckets of only those, in one query. */
function tunnelSeries(
  context: ReadContext,
  { filter, top, from, stepMs, buckets }: SeriesRequest,
  to: number,
): SeriesGroup[] {
  const { names } = context;
  const totals = new Map<number, number>();
  const request = { filter, from, to, key: 'subject', isByKind: false } as const;
  for (const row of countBuckets(context, { ...request, stepMs: to - from })) {
    totals.set(row.key, (totals.get(row.key) ?? 0) + row.count);
  }
  const ranked = [...totals].filter(([, total]) => total > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const groups = new Map<number, SeriesGroup>();
  for (const [id] of ranked) {
    if (groups.size >= top) break;
    const subject = names.subject(id);
    if (subject?.kind !== 'tunnel') continue;
    const { gateway, matchkey } = subject;
    groups.set(id, { ...NO_LABEL, gateway, matchkey, total: 0, counts: new Array<number>(buckets).fill(0) });
  }
  for (const row of countBuckets(context, { ...request, stepMs, subjects: [...groups.keys()] })) {
    const group = groups.get(row.key);
    if (group !== undefined) addRow(group, row);
  }
  return [...groups.values()];
}

const NO_LABEL = { gateway: null, matchkey: null, class: null, messageId: null } as const;

type Label = Pick<SeriesGroup, 'gateway' | 'matchkey' | 'class' | 'messageId'>;

function labelOf(row: CountRow, by: SeriesRequest['by'], { database, names }: ReadContext): Label | undefined {
  if (by === 'gateway') return { ...NO_LABEL, gateway: gatewayName(database, row.key) };
  const kind = names.kind(row.kindId);
  if (kind === undefined) return undefined;
  return by === 'class' ? { ...NO_LABEL, class: kind.class } : { ...NO_LABEL, messageId: kind.messageId };
}

function gatewayName(database: ReadContext['database'], id: number): string {
  const row: unknown = database.prepare('SELECT name FROM gateway WHERE id = ?').get(id);
  const name: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, 'name') : undefined;
  return typeof name === 'string' ? name : '';
}

function addRow(group: SeriesGroup, row: CountRow): void {
  group.total += row.count;
  group.counts[row.bucket] = (group.counts[row.bucket] ?? 0) + row.count;
}
