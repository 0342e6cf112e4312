import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { InventoryList } from '@tunnelwatch/server/core/inventory/inventory-list';
import { activeOf } from '@tunnelwatch/server/serve/notify/alertmanager';
import { mailText } from '@tunnelwatch/server/serve/notify/email';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import { slackBody } from '@tunnelwatch/server/serve/notify/slack';
import { webhookBody } from '@tunnelwatch/server/serve/notify/webhook';
import { headline } from '@tunnelwatch/server/serve/notify/words';
import { notificationSchema } from '@tunnelwatch/shared/notification';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../support/made-entries.js';
import { alertOf, changeOf, channelOf } from '../../support/made-alerts.js';

const PEER = '198.51.100.7';

/** What is told of an alert about a tunnel with a name, raised by its entry. */
function told(pattern: string) {
  const list = new InventoryList([entryOf(5, { pattern, name: 'HQ <b>', site: 'Riga', peer: PEER })]);
  const alert = alertOf({ priority: 'urgent', raised: { from: 'low', entryId: 5, name: 'HQ' } });
  const [entry] = notificationsOf([changeOf(null, alert, 'opened')], planOf([channelOf()]), list.names);
  return notificationSchema.parse(JSON.parse(entry?.body ?? ''));
}

describe('the name of a tunnel in notifications', () => {
  it('[INV-9] stands first in all of them, with the matchkey, the peer, and why the priority is what it is', () => {
    const notification = told('a/*');
    expect(headline(notification)).toContain('HQ <b>, Riga (tunnel a/b of gw1)');
    const mail = mailText(notification, null);
    expect(mail).toMatch(/Peer: +198[.]51[.]100[.]7/);
    expect(mail).toMatch(/Priority: +urgent [(]raised from low by the inventory: HQ[)]/);
    expect(slackBody(notification, null)).toContain('HQ &lt;b&gt;, Riga (tunnel a/b of gw1)');
    expect(JSON.parse(webhookBody(notification, null))).toMatchObject({
      alert: { inventory: { name: 'HQ <b>', site: 'Riga', rule: { pattern: 'a/*' } }, raised: { from: 'low' } },
    });
  });

  it('[INV-9] is an annotation to Alertmanager and no label, which must not change while an alert lasts; its site routes', () => {
    const telling = { now: 0, publicUrl: null, entryOf: () => undefined };
    const { labels, annotations } = activeOf(told('a/*').alert, telling);
    expect(annotations).toMatchObject({ name: 'HQ <b>', peer: PEER });
    expect(JSON.stringify(labels)).not.toContain('HQ');
    expect(labels).toMatchObject({ matchkey: 'a/b', site: 'Riga' });
  });

  it('is not there where the inventory has none', () => {
    const notification = told('other');
    expect(headline(notification)).toMatch(/: tunnel a[/]b of gw1$/);
    expect(notification.alert.inventory).toBeNull();
  });
});
