import type { Notification } from '@tunnelwatch/shared/notification';
import type { ChannelSettings } from '../../config/channel-schema.js';
import { type EntryOf, postableOf } from './alertmanager.js';
import { mailOf } from './email.js';
import { ntfyMessage } from './ntfy.js';
import { pagerDutyEvents } from './pagerduty.js';
import { slackBody } from './slack.js';
import { teamsCard } from './teams.js';
import { webhookBody } from './webhook.js';
import { worded } from './wording.js';

export interface PreviewOptions {
  publicUrl: string | null;
  entryOf: EntryOf;
}

/** What a channel would send of a notification, as text. */
export function previewOf(plain: Notification, settings: ChannelSettings, options: PreviewOptions): string {
  const { publicUrl, entryOf } = options;
  const notification = worded(plain, settings, publicUrl);
  switch (settings.kind) {
    case 'webhook':
      return indented(webhookBody(notification, publicUrl));
    case 'slack':
      return indented(slackBody(notification, publicUrl));
    case 'teams':
      return indented(teamsCard(notification, publicUrl));
    case 'pagerduty':
      return JSON.stringify(pagerDutyEvents(notification, publicUrl), null, 2);
    case 'ntfy':
      return indented(ntfyMessage(notification, settings.topic ?? '', publicUrl));
    case 'email': {
      const { subject, text } = mailOf(notification, publicUrl);
      return `Subject: ${subject}\n\n${text.trimEnd()}`;
    }
    case 'alertmanager':
      return JSON.stringify(postableOf(notification, { now: notification.at, publicUrl, entryOf }), null, 2);
  }
}

function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
