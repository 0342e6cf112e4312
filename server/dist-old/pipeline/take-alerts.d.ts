import type { AlertBook } from '../alert/alert-book.js';
import type { ChannelFilter } from '../config/channel-schema.js';
import type { Batch } from '../store/store.js';
type AlertBatch = Required<Pick<Batch, 'alerts' | 'members' | 'windows' | 'audit' | 'outbox'>>;
/** Everything about alerts since the last batch: they change, are entered into the trail and told in one transaction. */
export declare function takeAlerts(book: AlertBook, channels: readonly ChannelFilter[]): AlertBatch;
export {};
