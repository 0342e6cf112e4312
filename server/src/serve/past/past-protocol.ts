import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import type { ThreadProtocol } from '../../threads/protocol.js';
import type { PastWorldOptions } from './past-world.js';

/** Calls and notices of the time machine's thread. */
export interface PastProtocol extends ThreadProtocol {
  data: { dataDirectory: string; catalogueFile: string | null; world: PastWorldOptions };
  calls: {
    /** A view as it was at a time, epoch ms; of a wall, with the settings that it has now. */
    view(view: View, at: number, wall?: WallSettings): Promise<PastAnswer>;
  };
  toThread: Record<never, never>;
  fromThread: {
    /** Something could not be read: it is missing from an answer, or the query failed. */
    damage(damage: StoreDamage): void;
  };
}
