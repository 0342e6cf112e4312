import { beganAt, type ShownAlert } from '@tunnelwatch/shared/alert';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { Status } from '@tunnelwatch/shared/protocol';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { Age } from '../../components/time/Age.js';
import { formatClock } from '../../format/format-time.js';
import { FitText } from './FitText.js';
import { WallLink } from './WallLink.js';
import { shortSubjectLabel } from './wall-figures.js';
import styles from './WallPage.module.css';

interface WallBandProps {
  /** Criticals that wait, the worst first. */
  readonly criticals: readonly ShownAlert[];
  /** All alerts that wait. */
  readonly waiting: number;
  /** The current flood of alerts; null for none. */
  readonly flood: Status['flood'];
  /** Nothing was ever received: that no alert waits is no calm then. */
  readonly isWithoutData: boolean;
}

function calmText({ waiting, flood, isWithoutData }: WallBandProps): string {
  const isFlood = flood !== null;
  if (waiting === 0 && isWithoutData) return 'No data received yet';
  if (waiting === 0) return 'No unacknowledged alerts';
  // Beside the mark there is less room.
  return isFlood
    ? `${formatCount(waiting)} unacknowledged, no Critical`
    : `No unacknowledged Critical · ${formatCount(waiting)} other`;
}

/** That alerts come faster than anybody can read: in the band, since it is about alerts. */
function FloodMark({ flood }: Pick<WallBandProps, 'flood'>) {
  if (flood === null) return null;
  return (
    <span className={styles.flood}>
      ALERT FLOOD<span className="visually-hidden"> since {formatClock(flood.since)}</span>
    </span>
  );
}

/** Across the top: how many Criticals wait, and the worst of them over two lines; or that none does. */
export function WallBand(props: WallBandProps) {
  const { criticals, flood } = props;
  const [first] = criticals;
  if (first === undefined) {
    return (
      <p className={styles.calmBand}>
        <FloodMark flood={flood} />
        <FitText text={calmText(props)} className={styles.calmText} />
      </p>
    );
  }
  const marks = `${first.id === flood?.firstOut ? ' · FIRST ALERT' : ''}${first.state === 'suppressed' ? ' · in maintenance' : ''}`;
  return (
    <div className={styles.band} role="alert">
      <SeverityShape shape="octagon" className={styles.flash} />
      <strong className={flood === null ? styles.bandCount : styles.bandCounts}>
        {formatCount(criticals.length)} CRITICAL
        <FloodMark flood={flood} />
      </strong>
      <WallLink to={`/alerts/${String(first.id)}`} className={styles.bandText}>
        <strong>
          <FitText text={`${shortSubjectLabel(first.subject, first.inventory)}${marks}`} className={styles.line} />
        </strong>
        <FitText text={visibleText(first.message)} className={styles.line} />
      </WallLink>
      <span className={styles.bandAge} aria-hidden="true">
        for <Age at={beganAt(first)} />
      </span>
    </div>
  );
}
