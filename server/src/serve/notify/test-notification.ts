import type { Notification } from '@tunnelwatch/shared/notification';
import { ANY_ALERT } from './words.js';

/** A test message: about an alert that does not exist and says so. */
export function testNotification(channel: string, now: number): Notification {
  return {
    key: `${String(ANY_ALERT)}-${String(now)}-${channel}`,
    channel,
    occasion: 'opened',
    at: now,
    by: 'tunnelwatch',
    comment: '',
    isActive: true,
    formerly: null,
    alert: {
      id: ANY_ALERT,
      version: 1,
      rule: 'test',
      subject: { kind: 'source', source: 'test' },
      messageId: null,
      message: 'Test of this channel: no alert has been raised',
      severity: 'information',
      class: 'monitoring',
      priority: 'low',
      state: 'unacknowledged',
      isLatched: false,
      count: 1,
      news: 1,
      members: 0,
      assignee: null,
      verdict: null,
      raised: null,
      inventory: null,
      firstTime: now,
      lastTime: now,
      openedAt: now,
    },
  };
}
