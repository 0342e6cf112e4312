import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useEffect, useRef } from 'react';
import { useStatus } from '../../live/use-live.js';
import { useTick } from '../../time/ticker.js';
import { nextSound, NOTHING_HEARD } from './alert-sound.js';
import type { SoundPlayer } from './sound-player.js';

interface SoundingProps {
  readonly player: SoundPlayer;
  /** Null until they are known. */
  readonly alerts: readonly ShownAlert[] | null;
}

/** Plays alert sounds while mounted. It checks once a second. */
export function Sounding({ player, alerts }: SoundingProps) {
  const floodSince = useStatus()?.flood?.since ?? null;
  const tick = useTick();
  const memory = useRef(NOTHING_HEARD);
  useEffect(() => {
    if (alerts === null) return;
    const next = nextSound(memory.current, alerts, floodSince, tick);
    memory.current = next.memory;
    if (next.sound !== null) player.play(next.sound);
    // Alerts change many times a second in a flood: only the tick triggers a check.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [player, tick]);
  return null;
}
