import type { Notification } from '@tunnelwatch/shared/notification';
import { serverNotification } from './server-notification.js';

const AT = Date.UTC(2026, 1, 3, 4, 5, 6);

/** A new Critical on a tunnel of the inventory, for a preview. */
export function exampleNotification(channel: string): Notification {
  const notification = serverNotification({
    key: `41-1-${channel}`,
    channel,
    at: AT,
    since: AT - 1000,
    rule: 'message-1682',
    message: 'Failed to remove route.',
    isActive: true,
    priority: 'urgent',
    subject: { kind: 'interface', gateway: 'gw1', iface: 'wan' },
  });
  return {
    ...notification,
    alert: { ...notification.alert, id: 41, messageId: 1682, class: 'routing', isLatched: true },
  };
}
