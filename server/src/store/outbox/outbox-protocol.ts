import type { StoreDamage } from '@tunnelwatch/shared/storage';
import type { ThreadProtocol } from '../../threads/protocol.js';
import type { OutboxStore } from '../queries.js';

/** What deliveries ask for before each message. */
export type OutboxCalls = Pick<OutboxStore, 'dueEntries'>;

/** Calls and notices of the outbox's thread. */
export interface OutboxProtocol extends ThreadProtocol {
  data: { dataDirectory: string };
  calls: OutboxCalls;
  toThread: Record<never, never>;
  fromThread: {
    /** The outbox could not be read. */
    damage(damage: StoreDamage): void;
  };
}
