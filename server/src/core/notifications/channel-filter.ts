import type { Alert, AlertClass } from '@tunnelwatch/shared/alert';
import type { CHANNEL_KINDS, NotificationOccasion } from '@tunnelwatch/shared/notification';
import { type Priority, priorityRank } from '@tunnelwatch/shared/priority';

/** What is told to a channel. Plain data, so that threads can share it. */
export interface ChannelFilter {
  readonly name: string;
  readonly kind: (typeof CHANNEL_KINDS)[number];
  readonly minPriority: Priority;
  /** Null for all. */
  readonly classes: readonly AlertClass[] | null;
  readonly on: readonly NotificationOccasion[];
}

/** True for alerts that a channel is told of. */
export function isWanted({ priority, class: ofClass }: Alert, { minPriority, classes }: ChannelFilter): boolean {
  if (priorityRank(priority) < priorityRank(minPriority)) return false;
  return classes === null || classes.includes(ofClass);
}
