import { createContext, useContext } from 'react';
import { Link } from 'react-router';
import { formatClock, formatDate, formatDateTime, formatIso } from '../../format/format-time.js';
import styles from './Report.module.css';

/** The day on which a report ends, epoch ms: times of that day are shown without the date. */
export const ReportDay = createContext(0);

interface ReportTimeProps {
  /** Epoch ms. */
  readonly at: number;
  /** Adds a link to the wall as it was then. */
  readonly wall?: boolean;
}

/** A local time within the report. In print, where there are no tooltips, it is shown in full. */
export function ReportTime({ at, wall = false }: ReportTimeProps) {
  const day = useContext(ReportDay);
  return (
    <>
      <time className={styles.time} dateTime={new Date(at).toISOString()} title={formatIso(at)}>
        {formatDate(at) === formatDate(day) ? formatClock(at) : formatDateTime(at)}
      </time>
      {wall ? (
        <>
          {' '}
          <Link
            className={styles.wall}
            to={`/wall?at=${encodeURIComponent(new Date(at).toISOString())}`}
            aria-label={`Wall at ${formatDateTime(at)}`}
            title="Wall at this time"
          >
            wall
          </Link>
        </>
      ) : null}
    </>
  );
}

/** How many of a list are left out, and which. */
export function NotShown({ count, which }: { readonly count: number; readonly which: string }) {
  if (count === 0) return null;
  return (
    <p className={styles.soft}>
      {count} more {which} not listed.
    </p>
  );
}
