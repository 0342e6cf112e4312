import type { AlertCause, AlertChange } from '@tunnelwatch/server/core/alert/registry/alert-change';
import type { ChannelSettings } from '@tunnelwatch/server/config/channel-schema';
import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import type { Alert } from '@tunnelwatch/shared/alert';

export const START = Date.UTC(2026, 1, 3, 4, 5, 6);

/** An alert of a tunnel that has just been opened. */
export function alertOf(part: Partial<Alert> = {}): Alert {
  return {
    id: 7,
    rule: 'message-1696',
    subject: { kind: 'tunnel', gateway: 'gw1', matchkey: 'a/b' },
    messageId: 1696,
    message: 'Policy could not be added',
    severity: 'error',
    class: 'policy',
    priority: 'high',
    state: 'unacknowledged',
    isActive: true,
    isLatched: false,
    isPast: false,
    count: 1,
    firstTime: START,
    lastTime: START,
    openedAt: START,
    lastAt: START,
    rate: { minute: 1, count: 1, before: 0 },
    peakRate: 1,
    turns: [START],
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
    toldAt: START,
    toldMembers: 0,
    waitingSince: START,
    isNewGateway: false,
    isHushed: false,
    previousId: null,
    verdict: null,
    raised: null,
    ...part,
  };
}

/** A change of an alert from one state to the next. */
export function changeOf(before: Alert | null, after: Alert, cause: AlertCause): AlertChange {
  return { before, after, cause, at: START, actor: SERVER_ACTOR, comment: '', requestKey: null };
}

/** A webhook that is told everything. */
export function channelOf(part: Partial<ChannelSettings> = {}): ChannelSettings {
  return {
    name: 'noc',
    kind: 'webhook',
    url: 'http://127.0.0.1:1/',
    secretFile: null,
    secret: null,
    user: null,
    from: null,
    to: [],
    minPriority: 'low',
    classes: null,
    allowPrivate: true,
    title: null,
    text: null,
    topic: null,
    proxy: null,
    pace: { gapMs: 0, lowerPerMinute: null },
    on: [
      'opened',
      'raised',
      'worsened',
      'rateRose',
      'acknowledgementExpired',
      'resumed',
      'returned',
      'acknowledge',
      'close',
    ],
    ...part,
  };
}
