import type { ChannelSettings } from '../../config/channel-schema.js';
import type { Notification } from '@tunnelwatch/shared/notification';
import type { SendOutcome } from './send-outcome.js';

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
