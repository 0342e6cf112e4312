import { beganAt, type ShownAlert } from '@tunnelwatch/shared/alert';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { Age } from '../../components/time/Age.js';
import { FitText } from './FitText.js';
import { WallLink } from './WallLink.js';
import { shortSubjectLabel } from './wall-figures.js';
import styles from './WallPage.module.css';

interface WallBandProps {
  /** Criticals that wait, the worst first. */
  readonly criticals: readonly ShownAlert[];
  /** All alerts that wait. */
  readonly waiting: number;
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
}

/** Across the top: how many Criticals wait, and the worst of them over two lines; or that none does. */
export function WallBand({ criticals, waiting, firstOut }: WallBandProps) {
  const [first] = criticals;
  if (first === undefined) {
    const text =
      waiting === 0 ? 'No unacknowledged alerts' : `No unacknowledged Critical · ${formatCount(waiting)} other`;
    return (
      <p className={styles.calmBand}>
        <FitText text={text} className={styles.calmText} />
      </p>
    );
  }
  const marks = `${first.id === firstOut ? ' · FIRST ALERT' : ''}${first.state === 'suppressed' ? ' · in maintenance' : ''}`;
  return (
    <div className={styles.band} role="alert">
      <SeverityShape shape="octagon" className={styles.flash} />
      <strong className={styles.bandCount}>{formatCount(criticals.length)} CRITICAL</strong>
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
