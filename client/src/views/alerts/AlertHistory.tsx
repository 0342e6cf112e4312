import type { Alert } from '@tunnelwatch/shared/alert';
import { Panel } from '../../components/Panel.js';
import { Time } from '../../components/Time.js';
import { fetchAlertHistory } from '../../http/api.js';
import { useHttp } from '../../http/use-http.js';
import styles from './AlertPage.module.css';
import { historyText } from './history-words.js';

/** What happened to an alert and who did it, newest first. It is fetched again when the alert's version rises. */
export function AlertHistory({ alert }: { readonly alert: Alert }) {
  const { data, problem, isLoading, reload } = useHttp(
    `history ${alert.id} ${alert.version}`,
    (signal) => fetchAlertHistory(alert.id, signal),
    { keepOld: true },
  );
  const entries = data?.items ?? [];
  return (
    <Panel
      title="History"
      aside={data?.nextCursor == null ? undefined : 'The newest 200 entries'}
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={5}
      isTimeless
      empty={entries.length === 0 ? <p>Nothing was recorded about this alert.</p> : null}
    >
      <ol className={styles.history} aria-label="History of the alert">
        {entries.map((entry) => (
          <li key={entry.id}>
            <span className={styles.soft}>
              <Time at={entry.at} />
            </span>
            <span className={styles.historyText}>
              {historyText(entry)}
              {entry.comment === '' ? null : <q>{entry.comment}</q>}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
