import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { subjectKey } from '@tunnelwatch/shared/subject';
import { Age } from '../../../components/time/Age.js';
import { Panel } from '../../../components/layout/Panel.js';
import { SubjectName } from '../../../components/tunnel/TunnelName.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { fetchMembers } from '../../../http/api.js';
import { useInventoryRevision } from '../../../live/use-live.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import styles from './AlertPage.module.css';

const SHOWN = 100;

/** The subjects grouped under an alert, those with the most events first, and the first one of all. */
export function AlertMembers({ alert }: { readonly alert: ShownAlert }) {
  // Counts rise all the time; a list that is refetched with each would never stand still.
  const revision = useInventoryRevision();
  const { data, problem, isLoading, reload } = useApiQuery({
    key: ['alert members', alert.id, alert.members, revision],
    load: (signal) => fetchMembers(alert.id, SHOWN, signal),
    keepsOld: true,
  });
  const members = data?.items ?? [];
  return (
    <Panel
      title={`${formatCount(alert.members)} grouped`}
      aside={alert.members > SHOWN ? `Top ${SHOWN} by events` : 'Most events first'}
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={10}
      empty={members.length === 0 ? <p>Their names are no longer stored.</p> : null}
    >
      {alert.firstOut === null ? null : (
        <p className={styles.firstOut}>
          <strong>First alert:</strong> <SubjectName subject={alert.firstOut} inventory={alert.firstOutInventory} />
        </p>
      )}
      <ul className={styles.members} aria-label="Grouped into this alert">
        {members.map((member) => (
          <li key={subjectKey(member.subject)}>
            <span className={styles.memberName}>
              <SubjectName subject={member.subject} inventory={member.inventory} />
            </span>
            <span>{formatCount(member.count)}×</span>
            <span className={styles.soft}>
              <Age at={member.lastTime} suffix="ago" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
