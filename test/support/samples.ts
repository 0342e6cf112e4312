import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { Status } from '@tunnelwatch/shared/protocol';
import { alertOf } from './made-alerts.js';

/** An alert of an interface as pages show it; the test names what matters to it. */
export function sampleAlert(part: Partial<ShownAlert> = {}): ShownAlert {
  const alert = alertOf({
    id: 1,
    rule: 'message-1682',
    subject: { kind: 'interface', gateway: 'gw-a', iface: 'ipsec-1' },
    messageId: 1682,
    message: 'a route could not be removed',
    severity: 'critical',
    class: 'routing',
    priority: 'urgent',
    isLatched: true,
    firstTime: 1000,
    lastTime: 2000,
    openedAt: 1000,
    lastAt: 2000,
    rate: { minute: 0, count: 1, before: 0 },
    turns: [1000],
  });
  return { ...alert, inventory: null, firstOutInventory: null, ...part };
}

/** An event of a tunnel with everything filled in. */
export function sampleEvent(part: Partial<TunnelwatchEvent> & Pick<TunnelwatchEvent, 'seq'>): TunnelwatchEvent {
  return {
    time: part.seq,
    receivedTime: part.seq,
    gateway: 'gw-a',
    member: null,
    relays: [],
    repeats: 1,
    matchkey: '7f',
    iface: null,
    subject: { kind: 'tunnel', gateway: 'gw-a', matchkey: '7f' },
    messageId: 278,
    message: 'Anti-replay check failed.',
    severity: 'notice',
    class: 'replay',
    isKnown: true,
    action: 'drop',
    parameters: {},
    numbers: {},
    raw: '',
    source: 'gw.log',
    ...part,
  };
}

/** A status with everything filled in. */
export function sampleStatus(part: Partial<Status> = {}): Status {
  return {
    now: 1_000_000,
    version: '1.0.0',
    isDemo: false,
    isFollowing: true,
    newestTime: 990_000,
    newestArrival: 995_000,
    referenceTime: 1_000_000,
    isPast: false,
    staleAfterMs: 60_000,
    events: 10,
    eventsPerSecond: 1,
    tunnels: 1,
    gateways: 1,
    unacknowledged: { urgent: 0, high: 0, medium: 0, low: 0 },
    openAlerts: 0,
    lagBytes: 0,
    lagMs: 0,
    sourcesDegraded: 0,
    sources: 1,
    unreadable: 0,
    storeError: null,
    cluster: null,
    dataTrouble: null,
    storage: null,
    flood: null,
    input: null,
    inventoryRevision: 0,
    ...part,
  };
}
