import type { Notification } from '@tunnelwatch/shared/notification';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ChannelSettings } from '../../config/channel-schema.js';
import { fillTemplate, type TemplateField } from '../../core/notifications/template.js';
import { alertLink, occasionWords, verdictWords } from './words.js';

/** A notification in the words of its channel, where it has templates. */
export function worded(
  notification: Notification,
  { title, text }: Pick<ChannelSettings, 'title' | 'text'>,
  publicUrl: string | null,
): Notification {
  if (title === null && text === null) return notification;
  const fields = fieldsOf(notification, publicUrl);
  return {
    ...notification,
    wording: {
      title: title === null ? null : fillTemplate(title, fields).replace(/\p{Cc}+/gu, ' '),
      text: text === null ? null : fillTemplate(text, fields),
    },
  };
}

/** Values of the fields, each on one line; hidden characters are escaped already. */
function fieldsOf(
  { alert, occasion, by, comment }: Notification,
  publicUrl: string | null,
): Record<TemplateField, string> {
  const { subject, inventory, messageId, verdict } = alert;
  const fields: Record<TemplateField, string> = {
    priority: alert.priority,
    severity: alert.severity,
    class: alert.class,
    message: alert.message,
    messageId: messageId === null ? '' : String(messageId),
    rule: alert.rule,
    subject: subjectLabel(subject, inventory),
    gateway: gatewayOf(subject) ?? '',
    tunnel: subject.kind === 'tunnel' ? subject.matchkey : '',
    name: inventory?.name ?? '',
    site: inventory?.site ?? '',
    peer: inventory?.peer ?? '',
    state: occasionWords(occasion),
    count: String(alert.count),
    members: String(alert.members),
    first: new Date(alert.firstTime).toISOString(),
    last: new Date(alert.lastTime).toISOString(),
    diagnosis: verdict === null ? '' : verdictWords(verdict),
    assignee: alert.assignee ?? '',
    by,
    comment,
    alert: String(alert.id),
    link: alertLink(publicUrl, alert.id) ?? '',
  };
  for (const [name, value] of Object.entries(fields))
    Reflect.set(fields, name, visibleText(value.replace(/\p{Cc}+/gu, ' ')));
  return fields;
}
