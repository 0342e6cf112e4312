import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import { MINUTE_MS, SECOND_MS } from '@tunnelwatch/shared/time-units';
import { type ChartMark } from '../src/charts/chart-mark.js';
import { type ChartData, rowsOfBuckets } from '../src/charts/chart-rows.js';

/** Whole minutes, so that pictures of one day have the same axis labels. */
export const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const HOUR = 60;

export const NAMED: InventoryName = {
  id: 1,
  name: 'eNB Lund harbour',
  site: 'Lund',
  peer: '198.51.100.7',
  priority: null,
  rule: null,
};

/** An alert with what matters to a sample given. */
export function alertOf(part: Partial<ShownAlert>): ShownAlert {
  return {
    id: 1,
    rule: 'message-1682',
    subject: { kind: 'interface', gateway: 'gw-north', iface: 'ipsec-branch-7' },
    messageId: 1682,
    message: 'Failed to remove dynamic route.',
    severity: 'critical',
    class: 'routing',
    priority: 'urgent',
    state: 'unacknowledged',
    isActive: true,
    isLatched: true,
    isPast: false,
    count: 1,
    firstTime: NOW - 5 * MINUTE_MS,
    lastTime: NOW - MINUTE_MS,
    openedAt: NOW - 5 * MINUTE_MS,
    lastAt: NOW - MINUTE_MS,
    rate: { minute: 0, count: 1, before: 0 },
    peakRate: 1,
    turns: [],
    isChattering: false,
    acknowledgement: null,
    acknowledgedRate: null,
    assignee: null,
    shelf: null,
    windowId: null,
    closure: null,
    members: 0,
    firstOut: null,
    foldedInto: null,
    version: 1,
    settledVersion: 1,
    unseen: 0,
    news: 1,
    toldAt: NOW - MINUTE_MS,
    toldMembers: 0,
    waitingSince: NOW - 5 * MINUTE_MS,
    isNewGateway: false,
    isHushed: false,
    previousId: null,
    verdict: null,
    raised: null,
    inventory: null,
    firstOutInventory: null,
    ...part,
  };
}

/** One alert of each look in a band: filled, framed, grouped, returned, of a tunnel with a name. */
export const WAITING: readonly ShownAlert[] = [
  alertOf({}),
  alertOf({
    id: 2,
    severity: 'error',
    priority: 'high',
    class: 'policy',
    message: 'Policy could not be added',
    count: 1204,
    subject: { kind: 'tunnel', gateway: 'gw-south', matchkey: '4711' },
    inventory: NAMED,
  }),
  alertOf({
    id: 3,
    severity: 'warning',
    priority: 'medium',
    class: 'integrity',
    message: 'Integrity check failed for packets of many tunnels at once, which all share one path',
    state: 'returnedUnacknowledged',
    unseen: 3,
    subject: { kind: 'all' },
  }),
];

export const ACKNOWLEDGED: readonly ShownAlert[] = [
  alertOf({
    id: 4,
    severity: 'notice',
    priority: 'low',
    class: 'replay',
    message: 'Anti-replay check failed.',
    state: 'acknowledged',
    subject: { kind: 'tunnel', gateway: 'gw-south', matchkey: '4712' },
    acknowledgement: { by: 'Anna', at: NOW, comment: 'Calling the site, ticket 4711', until: null },
  }),
];

/** An hour of every class: a burst of replays over a floor of the rest, the same each time. */
export const HOUR_OF_ALL: ChartData = rowsOfBuckets({
  from: NOW - HOUR * MINUTE_MS,
  to: NOW,
  stepMs: MINUTE_MS,
  buckets: Array.from({ length: HOUR }, (_, minute) => ({
    t: NOW - (HOUR - minute) * MINUTE_MS,
    n: [minute > 25 && minute < 40 ? 60 + (minute % 7) * 5 : 4, 9, 3, 2, 4, 1, 2, 1, 1, 2, 1, 3].map(
      (count, index) => count * (1 + ((minute + index) % 3)),
    ),
  })),
});

export const MARKS: readonly ChartMark[] = [
  { kind: 'raised', from: NOW - 34 * MINUTE_MS, to: null, text: 'Suspected replay' },
  { kind: 'acknowledged', from: NOW - 31 * MINUTE_MS, to: null, text: 'Acknowledged by Anna' },
  { kind: 'cleared', from: NOW - 20 * MINUTE_MS, to: null, text: 'Suspected replay' },
  { kind: 'restart', from: NOW - 50 * MINUTE_MS, to: null, text: 'Tunnelwatch started' },
  { kind: 'maintenance', from: NOW - 15 * MINUTE_MS, to: NOW - 8 * MINUTE_MS, text: 'Ring upgrade' },
  { kind: 'gap', from: NOW - 58 * MINUTE_MS, to: NOW - 52 * MINUTE_MS, text: 'No data' },
];

/** Values of a small curve. */
export const CURVE: readonly number[] = Array.from({ length: 30 }, (_, at) => Math.round(20 + 18 * Math.sin(at / 3)));

export const RAW_LINE =
  `${new Date(NOW - 30 * SECOND_MS).toISOString()} gw-north EFW: IPSEC: prio=2 id=00000278 rev=1 event=replay_check_failed ` +
  'action=drop seqno=7 windowbase=900 windowsize=64 matchkey=4711';
