import { notificationsOf } from '../notify/notifications-of.js';
/** Everything about alerts since the last batch: they change, are entered into the trail and told in one transaction. */
export function takeAlerts(book, channels) {
    const changes = book.takeChanges();
    return {
        alerts: book.takeChanged(),
        members: book.takeMembers(),
        windows: book.takeWindows(),
        audit: book.takeAudit(changes),
        outbox: notificationsOf(changes, channels),
    };
}
//# sourceMappingURL=take-alerts.js.map