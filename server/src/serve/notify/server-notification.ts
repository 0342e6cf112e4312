import type { Notification } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { ANY_ALERT } from './words.js';

interface ServerNotification {
  key: string;
  channel: string;
  /** Epoch ms. */
  at: number;
  since: number;
  rule: string;
  message: string;
  isActive: boolean;
  priority: Priority;
  /** The store by default. */
  subject?: AlertSubject;
}

/** A notification of the server itself, about no alert of the list. */
export function serverNotification(told: ServerNotification): Notification {
  const { key, channel, at, since, rule, message, isActive, priority, subject = { kind: 'store' } } = told;
  return {
    key,
    channel,
    occasion: isActive ? 'opened' : 'returned',
    at,
    by: 'tunnelwatch',
    comment: '',
    isActive,
    formerly: null,
    alert: {
      id: ANY_ALERT,
      version: 1,
      rule,
      subject,
      messageId: null,
      message,
      severity: priority === 'urgent' ? 'critical' : 'information',
      class: 'monitoring',
      priority,
      state: isActive ? 'unacknowledged' : 'returnedUnacknowledged',
      isLatched: false,
      count: 1,
      news: 1,
      members: 0,
      assignee: null,
      verdict: null,
      raised: null,
      inventory: null,
      firstTime: since,
      lastTime: at,
      openedAt: since,
    },
  };
}
