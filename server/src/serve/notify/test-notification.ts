import type { Notification } from '@tunnelwatch/shared/notification';
import { serverNotification } from './server-notification.js';
import { ANY_ALERT } from './words.js';

/** A test message: about an alert that does not exist and says so. */
export function testNotification(channel: string, now: number): Notification {
  return serverNotification({
    key: `${String(ANY_ALERT)}-${String(now)}-${channel}`,
    channel,
    at: now,
    since: now,
    rule: 'test',
    message: 'Test of this channel: no alert has been raised',
    isActive: true,
    priority: 'low',
    subject: { kind: 'source', source: 'test' },
  });
}
