import type { View } from '@tunnelwatch/shared/protocol';
import { Button } from '../components/form/Button.js';
import { useRoom } from '../live/use-live.js';
import { Sounding, useSoundPlayer } from '../components/sound/Sounding.js';
import type { SoundPlayer } from '../components/sound/sound-player.js';
import styles from './SoundSwitch.module.css';

/** Switches alert sounds, and shows when the browser blocks them. */
export function SoundSwitch() {
  const { player, state, turn } = useSoundPlayer();
  if (state === 'off') {
    return (
      <Button variant="plain" aria-pressed={false} onClick={() => turn('on')}>
        Sound off
      </Button>
    );
  }
  return (
    <>
      {state === 'blocked' ? (
        <button type="button" className={styles.blocked} onClick={() => turn('on')}>
          Sound is blocked by the browser: click to enable
        </button>
      ) : (
        <Button variant="plain" aria-pressed onClick={() => turn('off')}>
          Sound on
        </Button>
      )}
      <AlertSounds player={player} />
    </>
  );
}

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;

/** Sounds for all alerts of a page. */
function AlertSounds({ player }: { readonly player: SoundPlayer }) {
  const alerts = useRoom(ALERTS_VIEW).state?.alerts?.alerts ?? null;
  return <Sounding player={player} alerts={alerts} />;
}
