import type { Status } from '@tunnelwatch/shared/protocol';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import type { Freshness } from '../../live/freshness.js';
import type { RoomState } from '../../live/room-state.js';
import { countAside, failingCells, failuresOfBuckets } from './wall-figures.js';
import styles from './WallPage.module.css';

interface WallNumbersProps {
  readonly status: Status;
  readonly freshness: Freshness;
  readonly room: RoomState<'wall'>;
}

/** Four big figures. A dash means never seen. */
export function WallNumbers({ status, freshness, room }: WallNumbersProps) {
  const { urgent, high, medium, low } = status.unacknowledged;
  const failing = room.heat === null ? null : failingCells(room.heat);
  const isNeverFed = status.events === 0;
  // Nobody forgets what is shelved or in a maintenance window.
  const aside = countAside(room.alerts?.alerts ?? []);
  return (
    <dl className={styles.numbers}>
      <BigNumber label="data age" value={freshness.state === 'none' ? '–' : formatSpan(freshness.ageMs)} />
      <BigNumber
        label={aside === 0 ? 'unacknowledged' : `unacknowledged · ${formatCount(aside)} put aside`}
        value={formatCount(urgent + high + medium + low)}
        isCalm={status.openAlerts === 0}
      />
      <BigNumber
        label="failures, 1 h"
        value={isNeverFed || room.buckets === null ? '–' : formatCount(failuresOfBuckets(room.buckets))}
      />
      <BigNumber
        label="tunnels with drops, 5 min"
        value={
          isNeverFed || failing === null ? '–' : `${failing.isLowerBound ? '≥ ' : ''}${formatCount(failing.cells)}`
        }
        of={isNeverFed ? null : formatCount(status.tunnels)}
      />
    </dl>
  );
}

interface BigNumberProps {
  readonly label: string;
  readonly value: string;
  /** The whole that the value is a part of. */
  readonly of?: string | null;
  readonly isCalm?: boolean;
}

function BigNumber({ label, value, of = null, isCalm = false }: BigNumberProps) {
  return (
    <div className={styles.number}>
      <dt>{label}</dt>
      <dd className={isCalm ? styles.calm : undefined}>
        {value}
        {of === null ? null : <small> of {of}</small>}
      </dd>
    </div>
  );
}
