import { ALERT_HEALTH_GOALS } from '@tunnelwatch/shared/alert-health';
import type { Report } from '@tunnelwatch/shared/report';
import { Link } from 'react-router';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { Panel } from '../../components/layout/Panel.js';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { formatCount, formatRate, formatShare } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { ReportTime, NotShown } from './ReportTime.js';
import { ReportAlerts } from './ReportAlerts.js';
import styles from './Report.module.css';
import { counted } from './report-labels.js';

/** Alerts of the period: how many were opened, by class and rule, how fast, and the worst of them. */
export function HappenedPanel({ report }: { readonly report: Report }) {
  const { alerts } = report;
  return (
    <Panel
      title="What happened"
      isTimeless
      className={styles.section}
      empty={alerts.opened === 0 && alerts.openedPast === 0 ? <p>No alerts opened in this time range.</p> : null}
    >
      <Mixes alerts={alerts} />
      <Rates alerts={alerts} />
      <OpenedAndResolved alerts={alerts} />
    </Panel>
  );
}

/** Alerts that were opened and have ended; the others are in the hand-over above. */
function OpenedAndResolved({ alerts: { openedList, openAtEndList } }: { readonly alerts: Alerts }) {
  const open = new Set(openAtEndList.items.map(({ id }) => id));
  const items = openedList.items.filter(({ id }) => !open.has(id));
  if (items.length === 0 && openedList.notShown === 0) return null;
  return (
    <>
      <h3>Opened and resolved</h3>
      <ReportAlerts list={{ items, notShown: openedList.notShown }} label="Opened and resolved" />
    </>
  );
}

type Alerts = Report['alerts'];

function Mixes({ alerts }: { readonly alerts: Alerts }) {
  return (
    <div className={styles.mixes}>
      <ul aria-label="Opened by priority">
        {alerts.byPriority.map(({ priority, count }) => (
          <li key={priority}>
            <strong>{formatCount(count)}</strong> <PriorityBadge priority={priority} />
          </li>
        ))}
      </ul>
      <ul aria-label="Opened by class">
        {alerts.byClass.map((each) => (
          <li key={each.class}>
            <strong>{formatCount(each.count)}</strong> <ClassLabel failureClass={each.class} />
          </li>
        ))}
      </ul>
      <div>
        <ul aria-label="Opened by rule">
          {alerts.byRule.items.map(({ rule, count }) => (
            <li key={rule}>
              <strong>{formatCount(count)}</strong> <Link to={`/alerts?rule=${encodeURIComponent(rule)}`}>{rule}</Link>
            </li>
          ))}
        </ul>
        <NotShown count={alerts.byRule.notShown} which="rules are" />
      </div>
    </div>
  );
}

function Rates({ alerts }: { readonly alerts: Alerts }) {
  const { turns, busiest, answeredAfterMs: answered } = alerts;
  const facts = [
    `${counted(turns.returned, 'condition')} cleared by ${turns.returned === 1 ? 'itself' : 'themselves'}, ${formatCount(turns.raised)} returned before being acknowledged, ${formatCount(turns.askedAgain)} needed attention again.`,
    alerts.recurring === 0
      ? ''
      : `${counted(alerts.recurring, 'alert')} recurred (same rule and subject as an earlier one).`,
    alerts.folded === 0 ? '' : `${counted(alerts.folded, 'alert')} more were grouped into others.`,
    alerts.openedPast === 0
      ? ''
      : `${counted(alerts.openedPast, 'alert')} more arrived late, from events that were already old.`,
    answered === null
      ? ''
      : `Median time to acknowledge: ${formatSpan(answered.median)}; 90 % within ${formatSpan(answered.p90)} (${formatCount(answered.count)} acknowledged).`,
    `${formatRate(alerts.perHour)} new alerts per hour (one operator can handle about ${formatCount(ALERT_HEALTH_GOALS.perTenMinutes * 6)}); ten or more in ten minutes for ${formatShare(alerts.floodShare, 1)} of the time.`,
  ].filter((text) => text !== '');
  return (
    <ul className={styles.facts}>
      {facts.map((text) => (
        <li key={text}>{text}</li>
      ))}
      {busiest === null ? null : (
        <li>
          Busiest ten minutes: from <ReportTime at={busiest.from} wall />, {counted(busiest.count, 'new alert')}.
        </li>
      )}
    </ul>
  );
}
