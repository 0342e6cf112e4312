import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { Activity, Report } from '@tunnelwatch/shared/report';
import { Link } from 'react-router';
import { Panel } from '../../components/layout/Panel.js';
import { SubjectName } from '../../components/tunnel/TunnelName.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { actionCount, actionLabel, detailLabel, targetLabel } from './activity-labels.js';
import { ReportTime, NotShown } from './ReportTime.js';
import styles from './Report.module.css';
import { counted } from './report-labels.js';

/** Who did what: by user, and in chronological order with comments. */
export function ActivityPanel({ people }: { readonly people: Report['people'] }) {
  const { byPerson, activities } = people;
  return (
    <Panel
      title="Activity"
      aside={signInWords(people)}
      isTimeless
      className={styles.section}
      empty={
        activities.items.length === 0 ? (
          <p>No operator activity on alerts, maintenance windows or rules in this time range.</p>
        ) : null
      }
    >
      <ul className={styles.people} aria-label="By person">
        {byPerson.items.map(({ name, isProgram, activities: count, actions }) => (
          <li key={`${name} ${String(isProgram)}`}>
            <strong>{name}</strong>
            {isProgram ? ' (program)' : ''}: {counted(count, 'action')}
            <span className={styles.soft}>
              {' '}
              · {actions.map(({ action, count: times }) => actionCount(action, times)).join(', ')}
            </span>
          </li>
        ))}
      </ul>
      <NotShown count={byPerson.notShown} which="people are" />
      <NotShown count={activities.notShown} which="earlier actions are" />
      <ol className={styles.activities} aria-label="Chronological">
        {activities.items.map((activity, index) => (
          <li key={`${String(activity.at)} ${String(index)}`}>
            <ReportTime at={activity.at} />
            <ActionText activity={activity} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function ActionText({ activity }: { readonly activity: Activity }) {
  const { by, alert, comment } = activity;
  return (
    <span className={styles.activity}>
      <strong>{by}</strong> {actionLabel(activity)}{' '}
      {alert === null ? (
        targetLabel(activity)
      ) : (
        <>
          <Link to={`/alerts/${alert.id}`}>{visibleText(alert.message)}</Link> on{' '}
          <SubjectName subject={alert.subject} inventory={alert.inventory} />
        </>
      )}
      {detailLabel(activity)}
      {comment === '' ? null : <q className={styles.words}>{comment}</q>}
    </span>
  );
}

function signInWords({ signIns, failedSignIns, hidden }: Report['people']): string {
  return [
    signIns === 0 ? '' : counted(signIns, 'sign-in'),
    failedSignIns === 0 ? '' : `${formatCount(failedSignIns)} failed`,
    hidden === 0 ? '' : `${counted(hidden, 'change')} to people and tokens (visible to admins)`,
  ]
    .filter((text) => text !== '')
    .join(' · ');
}
