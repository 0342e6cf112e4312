import type { ShownAlertHealth } from '@tunnelwatch/shared/alert-health';
import { Link } from 'react-router';
import { PageHead } from '../../../components/layout/PageHead.js';
import { Panel } from '../../../components/layout/Panel.js';
import { PriorityBadge } from '../../../components/badge/PriorityBadge.js';
import { SubjectName } from '../../../components/tunnel/TunnelName.js';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import { fetchAlertHealth } from '../../../http/api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { useIsWithoutData } from '../../../live/use-outdated.js';
import styles from './AlertHealthPage.module.css';
import { healthFigures, PRIORITY_TARGET } from './health-figures.js';

const REFRESH_MS = 10_000;

/** Alarm health: figures of the last 24 hours against their targets. */
export function AlertHealthPage() {
  const isWithoutData = useIsWithoutData();
  const { data, problem, isLoading, reload } = useApiQuery({
    key: ['alert health'],
    load: fetchAlertHealth,
    refreshMs: REFRESH_MS,
  });
  return (
    <>
      <nav aria-label="Breadcrumb">
        <Link to="/alerts">Alerts</Link>
      </nav>
      <PageHead
        title="Alert health"
        note="Whether operators can keep up: the last 24 hours against commonly quoted EEMUA 191 and ISA-18.2 targets for one operator"
      />
      <div className={styles.sections}>
        <Panel
          title="Key figures"
          isLoading={isLoading && data === null}
          problem={data === null ? problem : null}
          onRetry={reload}
          skeletonRem={20}
          empty={isWithoutData ? 'No data received yet: there is nothing to measure.' : null}
        >
          {data === null ? null : <Figures health={data} />}
        </Panel>
        {data === null || isWithoutData ? null : <MixPanel health={data} />}
        {data === null || isWithoutData ? null : <TopPanel health={data} />}
      </div>
    </>
  );
}

function Figures({ health }: { readonly health: ShownAlertHealth }) {
  return (
    <ul className={styles.figures} aria-label="Key figures and targets">
      {healthFigures(health).map(({ name, value, target, isMet, meaning }) => (
        <li key={name} className={styles.figure}>
          <span className={styles.name}>{name}</span>
          <strong className={styles.value}>{value}</strong>
          <span className={isMet === false ? styles.missed : styles.met}>
            {isMet === null ? 'Too few alerts to judge' : isMet ? 'Target met' : 'Target missed'}: {target}
          </span>
          <span className={styles.meaning}>{meaning}</span>
        </li>
      ))}
    </ul>
  );
}

function MixPanel({ health }: { readonly health: ShownAlertHealth }) {
  const waits = health.acknowledgedAfterMs;
  return (
    <Panel title="Priorities and time to acknowledge" aside="Alerts opened in the last 24 hours">
      <ul className={styles.mix}>
        {health.priorityShares.map(({ priority, share }) => (
          <li key={priority}>
            <PriorityBadge priority={priority} />
            <strong>{health.opened === 0 ? '–' : formatShare(share, 1)}</strong>
            <span className={styles.soft}>target: {PRIORITY_TARGET[priority]}</span>
          </li>
        ))}
      </ul>
      <p className={styles.waits}>
        {waits === null
          ? 'None acknowledged yet.'
          : `Median time to acknowledge: ${formatSpan(waits.median)}; 90 % within ${formatSpan(waits.p90)} (${formatCount(waits.count)} acknowledged).`}
      </p>
    </Panel>
  );
}

function TopPanel({ health }: { readonly health: ShownAlertHealth }) {
  return (
    <Panel
      title="Most frequent alerts"
      aside="By rule and subject"
      empty={health.topTen.length === 0 ? <p>No alerts opened in the last 24 hours.</p> : null}
    >
      <ol className={styles.top}>
        {health.topTen.map(({ rule, subject, inventory, count }) => (
          <li key={`${rule} ${JSON.stringify(subject)}`}>
            <strong>{formatCount(count)}×</strong>
            <Link to={`/alerts?rule=${encodeURIComponent(rule)}`}>{rule}</Link>
            <span className={styles.subject}>
              <SubjectName subject={subject} inventory={inventory} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
