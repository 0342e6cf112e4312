import type { View } from '@tunnelwatch/shared/protocol';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '../components/Button.js';
import { useRoom, useStatus } from '../live/use-live.js';
import { useTick } from '../time/ticker.js';
import { nextSound, NOTHING_HEARD } from './alert-sound.js';
import { SoundPlayer } from './sound-player.js';
import styles from './SoundSwitch.module.css';

/** Switches the sound of alerts, and says when the browser lets none out. */
export function SoundSwitch() {
  const [player] = useState(() => new SoundPlayer());
  const state = useSyncExternalStore(
    (listener) => player.listen(listener),
    () => player.readState(),
  );
  if (state === 'off') {
    return (
      <Button look="plain" aria-pressed={false} onClick={() => player.switchOn()}>
        Sound off
      </Button>
    );
  }
  return (
    <>
      {state === 'blocked' ? (
        <button type="button" className={styles.blocked} onClick={() => player.switchOn()}>
          Sound is blocked by the browser: click to let it out
        </button>
      ) : (
        <Button look="plain" aria-pressed onClick={() => player.switchOff()}>
          Sound on
        </Button>
      )}
      <Sounding player={player} />
    </>
  );
}

const ALERTS_VIEW: View = { view: 'alerts' };

/** Sounds for alerts while it is there. It looks once a second. */
function Sounding({ player }: { readonly player: SoundPlayer }) {
  const alerts = useRoom(ALERTS_VIEW).state?.alerts?.alerts ?? null;
  const floodSince = useStatus()?.flood?.since ?? null;
  const tick = useTick();
  const memory = useRef(NOTHING_HEARD);
  useEffect(() => {
    if (alerts === null) return;
    const next = nextSound(memory.current, alerts, floodSince, tick);
    memory.current = next.memory;
    if (next.sound !== null) player.play(next.sound);
    // Alerts change many times a second in a flood: the tick is when it looks.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [player, tick]);
  return null;
}
