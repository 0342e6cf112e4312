import { formatCount } from '@tunnelwatch/shared/format-number';
import type { CountsByPriority } from '@tunnelwatch/shared/priority';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import type { Status } from '@tunnelwatch/shared/protocol';
import type { ReactNode } from 'react';
import { formatClock } from '../../format/format-time.js';
import { shownZoneName } from '../../format/shown-zone.js';
import type { Freshness } from '../../live/freshness.js';
import type { RoomState } from '../../live/room-state.js';
import { useServerNow } from '../../time/use-server-now.js';
import { type Rate, rateOf } from './day-earlier.js';
import { useBrevity } from './use-brevity.js';
import { countAside } from './wall-figures.js';
import type { WallTurn } from './wall-rotation.js';
import styles from './WallPage.module.css';

interface WallStatusProps {
  readonly status: Status;
  readonly freshness: Freshness;
  readonly room: RoomState<'wall'>;
  /** Of the gateways that the wall shows. */
  readonly unacknowledged: CountsByPriority;
  readonly turn: WallTurn;
}

/**
 * One row of figures, in fewer words where there is no room for all. What does not fit even so is left out whole, the last
 * first, but never the clock. A dash means never seen.
 */
export function WallStatus({ status, freshness, room, unacknowledged, turn }: WallStatusProps) {
  const now = useServerNow();
  const aside = countAside(room.alerts?.alerts ?? []);
  const rate = room.buckets === null ? null : rateOf(room.buckets, room.dayEarlier, status.referenceTime);
  const age = freshness.state === 'none' ? '–' : formatSpan(freshness.ageMs);
  const content = JSON.stringify([status.isDemo, age, unacknowledged, aside, rate, turn.count, turn.isHeld]);
  const { row, brevity } = useBrevity<HTMLDivElement>(content, MAX_BREVITY);
  return (
    <div ref={row} className={styles.status}>
      {status.isDemo ? <span className={styles.demo}>DEMO</span> : null}
      <dl className={styles.figures}>
        <Figure label={brevity < 2 ? 'data age' : 'age'}>{age}</Figure>
        <Unacknowledged counts={unacknowledged} isShort={brevity >= 3} />
        {/* Before what may be left out: nobody forgets what is shelved or in a maintenance window. */}
        {aside === 0 ? null : <Figure label={brevity < 2 ? 'put aside' : 'aside'}>{formatCount(aside)}</Figure>}
        <Figure label={brevity < 4 ? 'drops/min' : '/min'}>
          {status.events === 0 || rate === null ? '–' : <RateText rate={rate} isShort={brevity >= 1} />}
        </Figure>
        {turn.count < 2 ? null : (
          <Figure label={turn.isHeld ? (brevity < 1 ? 'rotation stopped' : 'stopped') : 'page'}>
            {turn.index + 1}/{turn.count}
          </Figure>
        )}
      </dl>
      <dl className={styles.clock}>
        <Figure label={shownZoneName(now)}>{formatClock(now).slice(0, -3)}</Figure>
      </dl>
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  /** Where the words of the figure say it already. */
  readonly isLabelHidden?: boolean;
  readonly children: ReactNode;
}

function Figure({ label, isLabelHidden = false, children }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Shorter words that a row can be said in. */
const MAX_BREVITY = 4;

interface UnacknowledgedProps {
  readonly counts: CountsByPriority;
  /** Without telling high from lower ones beside urgent ones. */
  readonly isShort: boolean;
}

/** By priority, without those of which there are none; the words say what they are. */
function Unacknowledged({ counts: { urgent, high, medium, low }, isShort }: UnacknowledgedProps) {
  const lower = medium + low;
  const isMerged = isShort && urgent > 0;
  const parts = [
    urgent === 0 ? '' : `${formatCount(urgent)} urgent`,
    high === 0 || isMerged ? '' : `${formatCount(high)} high`,
    lower === 0 || isMerged ? '' : `${formatCount(lower)} lower`,
    isMerged && high + lower > 0 ? `${formatCount(high + lower)} more` : '',
  ].filter(Boolean);
  return (
    <Figure label="unacknowledged" isLabelHidden={parts.length > 0}>
      {parts.length === 0 ? '0' : parts.join(' · ')}
    </Figure>
  );
}

/** Changes below this say nothing. */
const STEADY = 0.1;

interface RateTextProps {
  readonly rate: Rate;
  /** Without how much it has changed. */
  readonly isShort: boolean;
}

function RateText({ rate: { perMinute, change }, isShort }: RateTextProps) {
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
        {isShort ? null : amount}
      </span>
    </>
  );
}
