import { visibleText } from '@tunnelwatch/shared/visible-text';
import { newestAt, type ShownAlert } from '@tunnelwatch/shared/alert';
import { memo } from 'react';
import { Link } from 'react-router';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { AlertMenu } from './AlertMenu.js';
import { Age } from '../time/Age.js';
import { Button } from '../form/Button.js';
import { SeverityShape } from '../badge/SeverityShape.js';
import { SubjectName } from '../tunnel/TunnelName.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { useMay } from '../../session/who-context.js';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import styles from './AlertBand.module.css';

interface AlertBandRowProps {
  readonly alert: ShownAlert;
  /** True for the first alert of a flood. */
  readonly isFirstOut: boolean;
  /** Without a dialog, where it is known who acts. */
  readonly onAcknowledge: () => void;
  readonly onAct: (action: AlertAction) => void;
}

/** One unacknowledged alert: filled for Critical and worse, of which only the symbol flashes. */
export const AlertBandRow = memo(
  function AlertBandRow({ alert, isFirstOut, onAcknowledge, onAct }: AlertBandRowProps) {
    const style = SEVERITY_STYLE[alert.severity];
    const mayAct = useMay('operator');
    const isFilled = isCriticalOrWorse(alert.severity);
    return (
      <li className={isFilled ? styles.filled : styles.row} style={isFilled ? undefined : { borderColor: style.color }}>
        <span className={styles.severity} style={isFilled ? undefined : { color: style.color }}>
          <SeverityShape shape={style.shape} className={isFilled ? styles.flash : undefined} /> {style.label}
        </span>
        <Link className={styles.message} to={`/alerts/${alert.id}`} title={visibleText(alert.message)}>
          {visibleText(alert.message)}
        </Link>
        <span className={styles.subject}>
          {isFirstOut ? <strong>First alert of the flood · </strong> : null}
          <SubjectName subject={alert.subject} inventory={alert.inventory} linked={false} />
        </span>
        <span className={styles.figures}>
          {alert.state === 'returnedUnacknowledged' ? 'cleared · ' : ''}
          {alert.state === 'suppressed' ? 'in maintenance · ' : ''}
          {alert.unseen > 0 ? `${formatCount(alert.unseen)} new · ` : ''}
          {alert.count > 1 ? `${formatCount(alert.count)}×, last ` : ''}
          <Age at={newestAt(alert)} suffix="ago" />
        </span>
        {mayAct ? (
          <span className={styles.actions}>
            <Button className={styles.button} onClick={onAcknowledge}>
              Acknowledge
            </Button>
            <AlertMenu alert={alert} onAct={onAct} />
          </span>
        ) : null}
      </li>
    );
  },
  (before, after) => before.alert === after.alert && before.isFirstOut === after.isFirstOut,
);
