import type { Notification } from '@tunnelwatch/shared/notification';
import type { ChannelSettings } from '../config/channel-schema.js';
import type { SendOutcome } from './send-outcome.js';
/** The password of a mail server is asked for at each sending. */
export type MailSettings = Pick<ChannelSettings, 'url' | 'user' | 'from' | 'to'> & {
    password: string | undefined;
    /** See `alertLink`. */
    publicUrl: string | null;
};
/**
 * Sends one mail. `smtps://` speaks TLS from the first byte; `smtp://` goes over to it where the server offers that, and a
 * password is sent over TLS only. The Message-ID is made of the key, so that it stays the same over attempts.
 */
export declare function sendMail(notification: Notification, settings: MailSettings): Promise<SendOutcome>;
/** The mail as plain text: log lines may hold anything, and nothing is made of it. */
export declare function mailText(notification: Notification, publicUrl: string | null): string;
