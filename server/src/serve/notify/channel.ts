import type { ChannelSettings } from '../../config/channel-schema.js';
import type { Notification } from '@tunnelwatch/shared/notification';

/** What became of one attempt. A failure holds up the whole channel, or only the message that was refused. */
export type SendOutcome = { ok: true } | { ok: false; error: string; holds: 'channel' | 'message' };

/** A way of telling others. Secrets are read from their file at each sending, so that they can be changed at any time. */
export interface Channel {
  readonly settings: ChannelSettings;
  /** Host that it goes to. */
  readonly target: () => string;
  /** Delivers once; never rejects. */
  readonly send: (notification: Notification) => Promise<SendOutcome>;
  /** Delivers a message that says that it is a test. */
  readonly test: () => Promise<SendOutcome>;
}
