import type { Listed, ReportAlert } from '@tunnelwatch/shared/report';
import { Link } from 'react-router';
import { ALERT_STATE_LABEL } from '../../components/alert/alert-labels.js';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { SeverityBadge } from '../../components/badge/SeverityBadge.js';
import { SubjectName } from '../../components/tunnel/TunnelName.js';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { formatCount } from '../../format/format-number.js';
import { formatSpan } from '../../format/format-time.js';
import { Moment, NotShown } from './ReportTime.js';
import styles from './Report.module.css';

interface ReportAlertsProps {
  readonly list: Listed<ReportAlert>;
  readonly label: string;
}

/** Alerts of a report, the worst first: what it is, how it stands, and what people said. */
export function ReportAlerts({ list, label }: ReportAlertsProps) {
  return (
    <>
      <ol className={styles.alerts} aria-label={label}>
        {list.items.map((alert) => (
          <li key={alert.id}>
            <span className={styles.priority}>
              <PriorityBadge priority={alert.priority} />
              <SeverityBadge severity={alert.severity} />
            </span>
            <What alert={alert} />
            <State alert={alert} />
          </li>
        ))}
      </ol>
      <NotShown count={list.notShown} which="that are less pressing are" />
    </>
  );
}

function What({ alert }: { readonly alert: ReportAlert }) {
  const { words } = alert;
  return (
    <span className={styles.what}>
      <Link to={`/alerts/${alert.id}`}>{alert.message}</Link>
      <span className={styles.subject}>
        <SubjectName subject={alert.subject} inventory={alert.inventory} /> <VerdictTag verdict={alert.verdict} />
        {alert.members > 0 ? ` · ${formatCount(alert.members)} folded into it` : ''}
        {alert.previousId === null ? '' : ' · not the first time'}
      </span>
      <span className={styles.soft}>
        {formatCount(alert.count)}×, first <Moment at={alert.firstTime} />, last <Moment at={alert.lastTime} />; opened{' '}
        <Moment at={alert.openedAt} wall />
      </span>
      {words === null ? null : (
        <q className={styles.words}>
          {words.comment} <cite>({words.by})</cite>
        </q>
      )}
    </span>
  );
}

function State({ alert }: { readonly alert: ReportAlert }) {
  const { acknowledgement: ack, answer, assignee, shelf, closure, state } = alert;
  return (
    <span className={styles.state}>
      <strong>{ALERT_STATE_LABEL[state]}</strong>
      {closure === null ? null : <By by={closure.by} at={closure.at} />}
      {closure === null && ack !== null ? <By by={ack.by} at={ack.at} /> : null}
      {state === 'shelved' && shelf !== null ? (
        <span>
          by {shelf.by} until <Moment at={shelf.until} />
        </span>
      ) : null}
      {assignee === null ? null : <span>{assignee} is on it</span>}
      {answer === null ? null : (
        <span className={styles.soft}>
          answered after {formatSpan(answer.afterMs)} by {answer.by}
        </span>
      )}
    </span>
  );
}

function By({ by, at }: { readonly by: string; readonly at: number }) {
  return (
    <span>
      {by}, <Moment at={at} />
    </span>
  );
}
