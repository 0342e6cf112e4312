import type { ChannelPace, ChannelSettings } from '../../config/channel-schema.js';
import type { Notification } from '@tunnelwatch/shared/notification';
import type { Mail } from './mail.js';
import type { Bundling } from '../../core/notifications/next-message.js';

/** What became of one attempt. A failure holds up the whole channel, or only the message that was refused. */
export type SendOutcome =
  | { ok: true }
  | {
      ok: false;
      error: string;
      holds: 'channel' | 'message';
      /** Set when the receiver asks to be left alone for so long. */
      retryAfterMs?: number;
    };

/** A notification channel. Secrets are read from their file at each attempt, so that they can be changed at any time. */
export interface Channel {
  readonly settings: ChannelSettings;
  /** Destination host. */
  readonly target: () => string;
  /** How it takes several notifications. */
  readonly bundling: Bundling;
  readonly pace: ChannelPace;
  /** Delivers one notification once; never rejects. */
  readonly send: (notification: Notification) => Promise<SendOutcome>;
  /** Delivers several as one message, once; never rejects. */
  readonly sendSeveral: (notifications: readonly Notification[]) => Promise<SendOutcome>;
  /** Delivers a mail that is about no alert, once; null for channels of other kinds. Never rejects. */
  readonly mail: ((mail: Mail) => Promise<SendOutcome>) | null;
  /** Delivers a message that is marked as a test. */
  readonly test: () => Promise<SendOutcome>;
}
