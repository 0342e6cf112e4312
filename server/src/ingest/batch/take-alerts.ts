import type { AlertBook } from '../../core/alert/registry/alert-registry.js';
import type { ChannelFilter } from '../../core/notifications/channel-filter.js';
import type { Naming } from '../../core/inventory/shown.js';
import { notificationsOf } from '../../core/notifications/notifications-of.js';
import type { Batch } from '../../store/store.js';

type AlertBatch = Required<Pick<Batch, 'alerts' | 'members' | 'windows' | 'audit' | 'outbox'>>;

/** Everything about alerts since the last batch: they change, are entered into the trail and told in one transaction. */
export function takeAlerts(book: AlertBook, channels: readonly ChannelFilter[], names: Naming | undefined): AlertBatch {
  const changes = book.takeChanges();
  return {
    alerts: book.takeChanged(),
    members: book.takeMembers(),
    windows: book.takeWindows(),
    audit: book.takeAudit(changes),
    outbox: notificationsOf(changes, channels, names),
  };
}
