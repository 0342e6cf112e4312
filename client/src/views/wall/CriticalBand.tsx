import { visibleText } from '@tunnelwatch/shared/visible-text';
import { beganAt, type ShownAlert } from '@tunnelwatch/shared/alert';
import { Age } from '../../components/time/Age.js';
import { SeverityShape } from '../../components/badge/SeverityShape.js';
import { shortSubjectLabel } from './wall-figures.js';
import styles from './WallPage.module.css';

interface CriticalBandProps {
  readonly alerts: readonly ShownAlert[];
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
}

/** The prominent band across the top: how many unacknowledged Critical alerts there are, and the first. */
export function CriticalBand({ alerts, firstOut }: CriticalBandProps) {
  const first = alerts[0];
  if (first === undefined) return null;
  return (
    <div className={styles.band} role="alert">
      <SeverityShape shape="octagon" className={styles.flash} />
      <strong className={styles.bandCount}>{alerts.length} CRITICAL</strong>
      <span className={styles.bandText}>
        <strong>{shortSubjectLabel(first.subject, first.inventory)}</strong>
        <span>
          {first.id === firstOut ? 'FIRST ALERT · ' : ''}
          {first.state === 'suppressed' ? 'in maintenance · ' : ''}
          {visibleText(first.message)}
        </span>
      </span>
      <span aria-hidden="true">
        for <Age at={beganAt(first)} />
      </span>
    </div>
  );
}
