import type { Alert } from '@tunnelwatch/shared/alert';
import type { Status } from '@tunnelwatch/shared/protocol';

/** An alert with everything filled in; the test names what matters to it. */
export function sampleAlert(part: Partial<Alert> = {}): Alert {
  return {
    id: 1,
    rule: 'message-1682',
    subject: { kind: 'interface', gateway: 'gw-a', iface: 'ipsec-1' },
    messageId: 1682,
    message: 'a route could not be removed',
    severity: 'critical',
    class: 'routing',
    priority: 'urgent',
    state: 'unacknowledged',
    isActive: true,
    isLatched: true,
    isPast: false,
    count: 1,
    firstTime: 1000,
    lastTime: 2000,
    openedAt: 1000,
    lastAt: 2000,
    rate: { minute: 0, count: 1, before: 0 },
    peakRate: 1,
    turns: [1000],
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
    previousId: null,
    verdict: null,
    ...part,
  };
}

/** A status with everything filled in. */
export function sampleStatus(part: Partial<Status> = {}): Status {
  return {
    now: 1_000_000,
    version: '1.0.0',
    isDemo: false,
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
    storage: null,
    flood: null,
    ...part,
  };
}
