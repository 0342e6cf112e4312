import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import type { ReadableStore } from '../queries.js';

/** The questions that the reading thread answers, each with the arguments of the method of the same name. */
export type ReaderMethod = Exclude<keyof ReadableStore, 'close'>;

export type ReaderRequest =
  | { [Method in ReaderMethod]: { id: number; method: Method; args: Parameters<ReadableStore[Method]> } }[ReaderMethod]
  | { method: 'close' };

export type ReaderAnswer =
  | { kind: 'answer'; id: number; ok: true; value: unknown }
  | { kind: 'answer'; id: number; ok: false; message: string }
  /** A segment could not be read and was left out of an answer. */
  | { kind: 'damage'; damage: SegmentDamage };
