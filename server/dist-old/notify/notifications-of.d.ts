import { type Alert } from '@tunnelwatch/shared/alert';
import type { AlertChange } from '../alert/alert-change.js';
import type { ChannelFilter } from '../config/channel-schema.js';
import type { OutboxEntry } from '../store/outbox.js';
/**
 * What the changes of one commit are to be told, in order. Pure: the same changes give the same keys, so what was made
 * before a crash is not made again under another name.
 */
export declare function notificationsOf(changes: readonly AlertChange[], channels: readonly ChannelFilter[]): OutboxEntry[];
/** True for alerts that a channel is told of. */
export declare function isWanted({ priority, class: ofClass }: Alert, { minPriority, classes }: ChannelFilter): boolean;
/** True while an alert asks for somebody: its condition lasts, and nobody has put it aside. */
export declare function asksForSomebody(alert: Alert): boolean;
