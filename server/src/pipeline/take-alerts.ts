import type { AlertBook } from '../alert/alert-book.js';
import type { ChannelFilter } from '../config/channel-schema.js';
import type { Naming } from '../inventory/shown.js';
import { notificationsOf } from '../notify/notifications-of.js';
import type { Batch } from '../store/store.js';

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
