import { useState, useSyncExternalStore } from 'react';
import { SoundPlayer, type SoundState } from './sound-player.js';

/**
 * The sound of this page, and whether it is audible.
 * @param asked what the URL requests; null for what was on at the last visit
 */
export function useSoundPlayer(asked: 'on' | 'off' | null = null): {
  readonly player: SoundPlayer;
  readonly state: SoundState;
} {
  const [player] = useState(() => new SoundPlayer(asked));
  const state = useSyncExternalStore(
    (listener) => player.listen(listener),
    () => player.readState(),
  );
  return { player, state };
}
