import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import type { PastWorldOptions } from './past-world.js';

/** What the thread of the time machine is started with. */
export interface PastWorkerData {
  dataDirectory: string;
  catalogueFile: string | null;
  world: PastWorldOptions;
}

export type ToPast = { kind: 'view'; id: number; view: View; at: number } | { kind: 'close' };

export type FromPast =
  | { kind: 'answer'; id: number; answer: PastAnswer }
  | { kind: 'failed'; id: number; message: string }
  /** A segment could not be read and was left out of an answer. */
  | { kind: 'damage'; damage: StoreDamage };
