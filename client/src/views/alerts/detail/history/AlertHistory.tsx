import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { Button } from '../../../../components/form/Button.js';
import { FailedNote } from '../../../../components/layout/FailedNote.js';
import { Panel } from '../../../../components/layout/Panel.js';
import { Time } from '../../../../components/time/Time.js';
import styles from '../AlertPage.module.css';
import { historyText } from './history-labels.js';
import { useAlertHistory } from './use-alert-history.js';

/** The history of an alert, newest first. New entries are fetched when the alert's version increases. */
export function AlertHistory({ alert }: { readonly alert: ShownAlert }) {
  const { entries, cursor, newest, older } = useAlertHistory(alert);
  const isNothingKnown = entries.length === 0;
  return (
    <Panel
      title="History"
      aside={cursor === null ? undefined : `Latest ${entries.length} entries`}
      isLoading={isNothingKnown && newest.isLoading}
      problem={isNothingKnown ? newest.problem : null}
      onRetry={newest.load}
      skeletonRem={5}
      isTimeless
      empty={isNothingKnown ? <p>No entries.</p> : null}
    >
      {newest.problem === null ? null : (
        <FailedNote title={newest.problem.title} detail={newest.problem.detail} onRetry={newest.load} />
      )}
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
      {older.problem === null ? null : (
        <FailedNote title={older.problem.title} detail={older.problem.detail} onRetry={older.load} />
      )}
      {cursor === null || older.problem !== null ? null : (
        <Button onClick={older.load} disabled={older.isLoading}>
          {older.isLoading ? 'Loading…' : 'Load older'}
        </Button>
      )}
    </Panel>
  );
}
