import type { Notification } from '@tunnelwatch/shared/notification';
/**
 * A message as Slack's incoming webhooks take it, and what is compatible with them (Mattermost, Rocket.Chat, Zulip).
 * @param publicUrl see `alertLink`
 */
export declare function slackBody(notification: Notification, publicUrl: string | null): string;
