import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { Listed, ReportAlert } from '@tunnelwatch/shared/report';
import { Link } from 'react-router';
import { ALERT_STATE_LABEL } from '@tunnelwatch/shared/alert-labels';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { SeverityBadge } from '../../components/badge/SeverityBadge.js';
import { SubjectName } from '../../components/tunnel/TunnelName.js';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { ReportTime, NotShown } from './ReportTime.js';
import styles from './Report.module.css';

interface ReportAlertsProps {
  readonly list: Listed<ReportAlert>;
  readonly label: string;
}

/** Alerts of a report, the worst first: the alert, its state, and its comments. */
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
      <NotShown count={list.notShown} which="lower-priority alerts are" />
    </>
  );
}

function What({ alert }: { readonly alert: ReportAlert }) {
  const { words } = alert;
  return (
    <span className={styles.what}>
      <Link to={`/alerts/${alert.id}`}>{visibleText(alert.message)}</Link>
      <span className={styles.subject}>
        <SubjectName subject={alert.subject} inventory={alert.inventory} /> <VerdictTag verdict={alert.verdict} />
        {alert.members > 0 ? ` · ${formatCount(alert.members)} grouped` : ''}
        {alert.previousId === null ? '' : ' · recurring'}
      </span>
      <span className={styles.soft}>
        {formatCount(alert.count)}×, first <ReportTime at={alert.firstTime} />, last <ReportTime at={alert.lastTime} />;
        opened <ReportTime at={alert.openedAt} wall />
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
          by {shelf.by} until <ReportTime at={shelf.until} />
        </span>
      ) : null}
      {assignee === null ? null : <span>assigned to {assignee}</span>}
      {answer === null ? null : (
        <span className={styles.soft}>
          acknowledged after {formatSpan(answer.afterMs)} by {answer.by}
        </span>
      )}
    </span>
  );
}

function By({ by, at }: { readonly by: string; readonly at: number }) {
  return (
    <span>
      {by}, <ReportTime at={at} />
    </span>
  );
}
