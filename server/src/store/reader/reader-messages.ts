import type { StoreDamage } from '@tunnelwatch/shared/storage';
import type { ReadableStore } from '../queries.js';
import type { StoreErrorCode } from '../store.js';

/** The questions that the reading thread answers, each with the arguments of the method of the same name. */
export type ReaderMethod = Exclude<keyof ReadableStore, 'close'>;

export type ReaderRequest =
  | { [Method in ReaderMethod]: { id: number; method: Method; args: Parameters<ReadableStore[Method]> } }[ReaderMethod]
  | { method: 'close' };

export type ReaderAnswer =
  | { kind: 'answer'; id: number; ok: true; value: unknown }
  | { kind: 'answer'; id: number; ok: false; code: StoreErrorCode; message: string }
  /** Something could not be read: it was left out of an answer, or there was none. */
  | { kind: 'damage'; damage: StoreDamage };
