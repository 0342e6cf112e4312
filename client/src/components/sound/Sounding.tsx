import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLink, useStatus } from '../../live/use-live.js';
import { useTick } from '../../time/ticker.js';
import { nextSound, NOTHING_HEARD } from './alert-sound.js';
import { usePersonalSettings } from '../../settings/use-personal-settings.js';
import { SoundPlayer, type SoundState } from './sound-player.js';

/**
 * The sound of this page, and whether it can be heard.
 * @param asked what the page was asked for; null for the person's setting, which the page then follows and changes
 */
export function useSoundPlayer(asked: 'on' | 'off' | null = null): {
  readonly player: SoundPlayer;
  readonly state: SoundState;
  /** To be called from a click: switching on unblocks sound. */
  readonly turn: (to: 'on' | 'off') => void;
} {
  const { settings, change } = usePersonalSettings();
  const isWanted = asked === null ? settings.sound : asked === 'on';
  const [player] = useState(() => new SoundPlayer(isWanted));
  useEffect(() => {
    if (isWanted !== (player.readState() !== 'off')) turnPlayer(player, isWanted ? 'on' : 'off');
  }, [player, isWanted]);
  const state = useSyncExternalStore(
    (listener) => player.listen(listener),
    () => player.readState(),
  );
  const turn = (to: 'on' | 'off'): void => {
    turnPlayer(player, to);
    if (asked === null) void change({ sound: to === 'on' });
  };
  return { player, state, turn };
}

function turnPlayer(player: SoundPlayer, to: 'on' | 'off'): void {
  if (to === 'on') player.switchOn();
  else player.switchOff();
}

interface SoundingProps {
  readonly player: SoundPlayer;
  /** Null until they are known. */
  readonly alerts: readonly ShownAlert[] | null;
}

/** Plays alert sounds while mounted. It checks once a second. */
export function Sounding({ player, alerts }: SoundingProps) {
  const floodSince = useStatus()?.flood?.since ?? null;
  const isCut = useLink().link.state === 'disconnected';
  const tick = useTick();
  const memory = useRef(NOTHING_HEARD);
  useEffect(() => {
    const next = nextSound(memory.current, { alerts, floodSince, isCut, now: tick });
    memory.current = next.memory;
    if (next.sound !== null) player.play(next.sound);
    // Alerts change many times a second in a flood: only the tick triggers a check.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [player, tick]);
  return null;
}
