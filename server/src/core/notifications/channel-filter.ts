import type { AlertClass } from '@tunnelwatch/shared/alert';
import type { CHANNEL_KINDS, NotificationOccasion } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';

/** What is told to a channel. Plain data, so that threads can share it. */
export interface ChannelFilter {
  readonly name: string;
  readonly kind: (typeof CHANNEL_KINDS)[number];
  readonly minPriority: Priority;
  /** Null for all. */
  readonly classes: readonly AlertClass[] | null;
  readonly on: readonly NotificationOccasion[];
}
