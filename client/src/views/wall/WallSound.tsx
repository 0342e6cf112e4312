import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { Sounding, useSoundPlayer } from '../../components/sound/Sounding.js';
import { useHistory } from '../../history/history-context.js';
import styles from './WallPage.module.css';

interface WallSoundProps {
  /** `?sound=on` and `?sound=off`; null for this browser's last setting. */
  readonly asked: 'on' | 'off' | null;
  /** Null until they are known. */
  readonly alerts: readonly ShownAlert[] | null;
}

/** The sound of the wall: a switch that appears on hover, and a mark while the browser blocks sound. */
export function WallSound({ asked, alerts }: WallSoundProps) {
  const { player, state, turn } = useSoundPlayer(asked);
  // Alerts that sounded then must not sound again.
  const isHistory = useHistory() !== null;
  if (isHistory) return null;
  return (
    <>
      <button
        type="button"
        className={styles.soundSwitch}
        aria-pressed={state !== 'off'}
        onClick={() => (state === 'on' ? turn('off') : turn('on'))}
      >
        {state === 'off' ? 'Sound off' : 'Sound on'}
      </button>
      {state === 'blocked' ? (
        <button type="button" className={styles.soundBlocked} onClick={() => turn('on')}>
          SOUND BLOCKED by the browser · click to enable
        </button>
      ) : null}
      {state === 'off' ? null : <Sounding player={player} alerts={alerts} />}
    </>
  );
}
