import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import type { Status } from '@tunnelwatch/shared/protocol';
import type { ReactNode } from 'react';
import { formatClock } from '../../format/format-time.js';
import { shownZoneName } from '../../format/shown-zone.js';
import type { Freshness } from '../../live/freshness.js';
import type { RoomState } from '../../live/room-state.js';
import { useServerNow } from '../../time/use-server-now.js';
import { type Rate, rateOf } from './day-earlier.js';
import { countAside } from './wall-figures.js';
import styles from './WallPage.module.css';

interface WallStatusProps {
  readonly status: Status;
  readonly freshness: Freshness;
  readonly room: RoomState<'wall'>;
}

/** One row of figures; what does not fit is left out whole, the last first. A dash means never seen. */
export function WallStatus({ status, freshness, room }: WallStatusProps) {
  const now = useServerNow();
  const aside = countAside(room.alerts?.alerts ?? []);
  const rate = room.buckets === null ? null : rateOf(room.buckets, room.dayEarlier, status.referenceTime);
  return (
    <dl className={styles.status}>
      {status.isDemo ? <div className={styles.demo}>DEMO</div> : null}
      {status.flood === null ? null : (
        <div className={styles.flood}>
          ALERT FLOOD<span className="visually-hidden"> since {formatClock(status.flood.since)}</span>
        </div>
      )}
      <Figure label="data age">{freshness.state === 'none' ? '–' : formatSpan(freshness.ageMs)}</Figure>
      <Unacknowledged counts={status.unacknowledged} />
      {/* Before what may be left out: nobody forgets what is shelved or in a maintenance window. */}
      {aside === 0 ? null : <Figure label="put aside">{formatCount(aside)}</Figure>}
      <Figure label="fail/min">{status.events === 0 || rate === null ? '–' : <RateText rate={rate} />}</Figure>
      <Figure label={shownZoneName(now)} isClock>
        {formatClock(now).slice(0, -3)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly isClock?: boolean;
  /** Where the words of the figure say it already. */
  readonly isLabelHidden?: boolean;
  readonly children: ReactNode;
}

function Figure({ label, isClock = false, isLabelHidden = false, children }: FigureProps) {
  return (
    <div className={isClock ? styles.clock : styles.figure}>
      <dt className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** By priority, without those of which there are none; the words say what they are. */
function Unacknowledged({ counts: { urgent, high, medium, low } }: { readonly counts: Status['unacknowledged'] }) {
  const lower = medium + low;
  const parts = [
    urgent === 0 ? '' : `${formatCount(urgent)} urgent`,
    high === 0 ? '' : `${formatCount(high)} high`,
    lower === 0 ? '' : `${formatCount(lower)} lower`,
  ].filter(Boolean);
  return (
    <Figure label="unacknowledged" isLabelHidden={parts.length > 0}>
      {parts.length === 0 ? '0' : parts.join(' · ')}
    </Figure>
  );
}

/** Changes below this say nothing. */
const STEADY = 0.1;

function RateText({ rate: { perMinute, change } }: { readonly rate: Rate }) {
  const count = formatCount(Math.round(perMinute));
  if (change === null || Math.abs(change) < STEADY) return count;
  const times = change + 1;
  const amount = times >= 10 ? `${formatCount(Math.round(times))}×` : `${String(Math.round(Math.abs(change) * 100))} %`;
  return (
    <>
      {count}{' '}
      <span
        title="Compared with the same time yesterday"
        aria-label={`${change > 0 ? 'more' : 'less'} than yesterday by ${amount}`}
      >
        {change > 0 ? '▲' : '▼'}
        {amount}
      </span>
    </>
  );
}
