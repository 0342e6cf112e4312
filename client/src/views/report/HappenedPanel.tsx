import { ALERT_HEALTH_GOALS } from '@tunnelwatch/shared/alert-health';
import type { Report } from '@tunnelwatch/shared/report';
import { Link } from 'react-router';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { Panel } from '../../components/layout/Panel.js';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { formatCount, formatRate, formatShare } from '../../format/format-number.js';
import { formatSpan } from '../../format/format-time.js';
import { Moment, NotShown } from './ReportTime.js';
import { ReportAlerts } from './ReportAlerts.js';
import styles from './Report.module.css';
import { counted } from './report-labels.js';

/** What happened to alerts: how many were opened, of what, how fast, and the worst of them. */
export function HappenedPanel({ report }: { readonly report: Report }) {
  const { alerts } = report;
  return (
    <Panel
      title="What happened"
      isTimeless
      className={styles.section}
      empty={alerts.opened === 0 && alerts.openedPast === 0 ? <p>No alert was opened in this time.</p> : null}
    >
      <Mixes alerts={alerts} />
      <Rates alerts={alerts} />
      <OpenedAndOver alerts={alerts} />
    </Panel>
  );
}

/** The alerts that were opened and have ended; the rest stands in the hand-over above already. */
function OpenedAndOver({ alerts: { openedList, openAtEndList } }: { readonly alerts: Alerts }) {
  const open = new Set(openAtEndList.items.map(({ id }) => id));
  const items = openedList.items.filter(({ id }) => !open.has(id));
  if (items.length === 0 && openedList.notShown === 0) return null;
  return (
    <>
      <h3>Opened and over by the end</h3>
      <ReportAlerts list={{ items, notShown: openedList.notShown }} label="Opened and over by the end" />
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
    `${counted(turns.returned, 'condition')} ended by ${turns.returned === 1 ? 'itself' : 'themselves'}, ${formatCount(turns.raised)} came back before anybody had seen it, ${formatCount(turns.askedAgain)} asked again.`,
    alerts.recurring === 0 ? '' : `${counted(alerts.recurring, 'alert')} had one on the same rule and subject before.`,
    alerts.folded === 0 ? '' : `${counted(alerts.folded, 'alert')} more became part of one alert about many.`,
    alerts.openedPast === 0
      ? ''
      : `${counted(alerts.openedPast, 'alert')} more came from events that were old already when they were read.`,
    answered === null
      ? ''
      : `Answered after ${formatSpan(answered.median)} in the middle, nine of ten after ${formatSpan(answered.p90)} at most (${formatCount(answered.count)}).`,
    `${formatRate(alerts.perHour)} new alerts an hour for one desk (about ${formatCount(ALERT_HEALTH_GOALS.perTenMinutes * 6)} can be dealt with), ${formatShare(alerts.floodShare, 1)} of the time ten or more in ten minutes.`,
  ].filter((text) => text !== '');
  return (
    <ul className={styles.facts}>
      {facts.map((text) => (
        <li key={text}>{text}</li>
      ))}
      {busiest === null ? null : (
        <li>
          The busiest ten minutes began at <Moment at={busiest.from} wall />: {counted(busiest.count, 'new alert')}.
        </li>
      )}
    </ul>
  );
}
