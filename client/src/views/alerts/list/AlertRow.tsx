import { visibleText } from '@tunnelwatch/shared/visible-text';
import { beganAt, isOver, isWaiting, newestAt, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { memo } from 'react';
import { Link } from 'react-router';
import { ALERT_STATE_LABEL } from '@tunnelwatch/shared/alert-labels';
import { possibleActions } from '../../../components/alert/action-specs.js';
import { AlertMenu } from '../../../components/alert/AlertMenu.js';
import { Age } from '../../../components/time/Age.js';
import { Button } from '../../../components/form/Button.js';
import { PriorityBadge } from '../../../components/badge/PriorityBadge.js';
import { SeverityShape } from '../../../components/badge/SeverityShape.js';
import { Time } from '../../../components/time/Time.js';
import { VerdictTag } from '../../../components/diagnosis/VerdictTag.js';
import { SubjectName } from '../../../components/tunnel/TunnelName.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { useMay } from '../../../session/who-context.js';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { SEVERITY_STYLE } from '../../../theme/severity-style.js';
import { useSilence } from '../use-silence.js';
import styles from './AlertList.module.css';

/** What a row can ask for. */
export interface RowCalls {
  readonly onAct: (alert: ShownAlert, action: AlertAction) => void;
  /** Without a dialog, where it is known who acts. */
  readonly onAcknowledge: (alert: ShownAlert) => void;
  readonly onSelect: (id: number) => void;
}

interface AlertRowProps {
  readonly alert: ShownAlert;
  readonly isSelected: boolean;
  /** True for the first alert of a flood. */
  readonly isFirstOut: boolean;
  /** True if it has arrived, or had news, since whoever is at this page last looked. */
  readonly isNew: boolean;
  /** Who is viewing it, as text; empty for nobody. */
  readonly viewers: string;
  readonly tabIndex: 0 | -1;
  /** The same object in all renders. */
  readonly calls: RowCalls;
}

/** One alert of the list. It is rendered again only when the alert itself changes. */
export const AlertRow = memo(function AlertRow(props: AlertRowProps) {
  const { alert, isSelected, viewers, tabIndex, calls } = props;
  const mayAct = useMay('operator');
  const style = SEVERITY_STYLE[alert.severity];
  const asks = isWaiting(alert) && !alert.isPast;
  const isFilled = asks && isCriticalOrWorse(alert.severity);
  return (
    <div className={isFilled ? styles.filled : isSelected ? styles.selected : styles.row}>
      <label className={styles.pick}>
        {mayAct ? (
          <input
            type="checkbox"
            checked={isSelected}
            tabIndex={tabIndex}
            aria-label={`Select ${visibleText(alert.message)}`}
            onChange={() => calls.onSelect(alert.id)}
          />
        ) : null}
      </label>
      <span className={styles.severity} style={isFilled ? undefined : { color: style.color }}>
        <SeverityShape shape={style.shape} className={isFilled ? styles.flash : undefined} />
        {style.label}
      </span>
      <span className={styles.priority}>
        <PriorityBadge priority={alert.priority} />
      </span>
      <span className={styles.what}>
        <Link
          className={styles.message}
          to={`/alerts/${alert.id}`}
          tabIndex={tabIndex}
          title={visibleText(alert.message)}
        >
          {visibleText(alert.message)}
        </Link>
        <span className={styles.subject}>
          <Marks alert={alert} viewers={viewers} isFirstOut={props.isFirstOut} isNew={props.isNew} />
          <SubjectName subject={alert.subject} inventory={alert.inventory} linked={!isFilled} />{' '}
          <VerdictTag verdict={alert.verdict} />
        </span>
      </span>
      <span className={styles.count}>{formatCount(alert.count)}×</span>
      <span className={styles.ages}>
        <Age at={newestAt(alert)} suffix="ago" />
        {alert.count === 1 ? null : (
          <span className={styles.soft}>
            first <Age at={beganAt(alert)} suffix="ago" />
          </span>
        )}
      </span>
      <span className={styles.state}>
        <AlertStateCell alert={alert} isWaiting={asks} tabIndex={tabIndex} calls={calls} />
        <RowMenu alert={alert} tabIndex={tabIndex} calls={calls} />
      </span>
    </div>
  );
});

/** What distinguishes an alert, before its subject. */
function Marks({
  alert,
  viewers,
  isFirstOut,
  isNew,
}: Pick<AlertRowProps, 'alert' | 'viewers' | 'isFirstOut' | 'isNew'>) {
  const silence = useSilence(alert.id);
  return (
    <>
      {isNew ? (
        <strong className={styles.newMark} title="Arrived, or had news, since you last looked">
          New
        </strong>
      ) : null}
      {isFirstOut ? (
        <strong className={styles.mark}>
          First alert<span className={styles.onWide}> of the flood</span>
        </strong>
      ) : null}
      {alert.unseen > 0 ? <strong className={styles.mark}>{formatCount(alert.unseen)} new</strong> : null}
      {alert.state === 'suppressed' ? <strong className={styles.mark}>In maintenance</strong> : null}
      {alert.members > 0 ? <strong className={styles.mark}>{formatCount(alert.members)} grouped</strong> : null}
      {alert.isChattering ? <strong className={styles.mark}>Chattering</strong> : null}
      {silence === undefined ? null : (
        <span className={styles.mark}>
          Silenced in Alertmanager until <Time at={silence.until} />
        </span>
      )}
      {alert.assignee === null ? null : <span className={styles.mark}>Assigned to {alert.assignee}</span>}
      {viewers === '' ? null : <span className={styles.mark}>{viewers}</span>}
    </>
  );
}

/** The other actions, for those who may act. */
function RowMenu({ alert, tabIndex, calls }: Pick<AlertRowProps, 'alert' | 'tabIndex' | 'calls'>) {
  const mayAct = useMay('operator');
  if (!mayAct || possibleActions(alert).length === 0) return null;
  return <AlertMenu alert={alert} tabIndex={tabIndex} onAct={(action) => calls.onAct(alert, action)} />;
}

type StateCellProps = Pick<AlertRowProps, 'alert' | 'tabIndex' | 'calls'> & { readonly isWaiting: boolean };

function AlertStateCell({ alert, isWaiting, tabIndex, calls }: StateCellProps) {
  const mayAct = useMay('operator');
  if (isWaiting && mayAct) {
    return (
      <>
        {alert.state === 'returnedUnacknowledged' ? (
          // The button beside it says the rest; both fit in the row.
          <span className={styles.soft} title={ALERT_STATE_LABEL[alert.state]}>
            Cleared
          </span>
        ) : null}
        <Button className={styles.button} tabIndex={tabIndex} onClick={() => calls.onAcknowledge(alert)}>
          Acknowledge
        </Button>
      </>
    );
  }
  return (
    <span className={styles.said}>
      <StateWords alert={alert} />
    </span>
  );
}

function StateWords({ alert }: { readonly alert: ShownAlert }) {
  const { acknowledgement: ack, shelf, closure } = alert;
  if (alert.isPast) return <span className={styles.soft}>Late arrival</span>;
  if (alert.state === 'shelved' && shelf !== null) {
    return <Said what="Shelved" by={shelf.by} at={shelf.at} until={shelf.until} comment={shelf.comment} />;
  }
  if (alert.state === 'closed' && closure !== null) {
    return <Said what="Closed" by={closure.by} at={closure.at} until={null} comment={closure.comment} />;
  }
  if (ack === null || alert.state === 'suppressed') return <span>{ALERT_STATE_LABEL[alert.state]}</span>;
  const what = isOver(alert) ? ALERT_STATE_LABEL[alert.state] : '';
  return <Said what={what} by={ack.by} at={ack.at} until={ack.until} comment={ack.comment} />;
}

interface SaidProps {
  readonly what: string;
  readonly by: string;
  readonly at: number;
  readonly until: number | null;
  readonly comment: string;
}

/** Who did what, when, and until when, in two lines. */
function Said({ what, by, at, until, comment }: SaidProps) {
  return (
    <>
      <span className={styles.line}>
        {what === '' ? null : `${what} · `}
        {by}, <Age at={at} suffix="ago" />
      </span>
      <span className={styles.softLine} title={comment}>
        {until === null ? null : (
          <>
            expires <Time at={until} />{' '}
          </>
        )}
        {comment}
      </span>
    </>
  );
}
