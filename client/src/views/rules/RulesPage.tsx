import { ALERT_RULE_NAMES } from '@tunnelwatch/shared/alert-rules';
import { Link } from 'react-router';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import { fetchRules } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';
import { RuleRow } from './RuleRow.js';
import styles from './RulesPage.module.css';

const REFRESH_MS = 5000;

/** The rate rules: when they raise an alert, and what they would have raised with other settings. */
export function RulesPage() {
  const { data, problem, reload } = useApiQuery({ key: ['rules'], load: fetchRules, refreshMs: REFRESH_MS });
  const [open, setOpen] = useUrlChoice('rule', ALERT_RULE_NAMES);
  return (
    <>
      <nav aria-label="Breadcrumb">
        <Link to="/admin">Admin</Link>
      </nav>
      <PageHead
        title="Alert rules"
        note="When rates raise an alert. Changes take effect immediately and are recorded in the audit trail. Critical, Error and latching messages always raise an alert."
      />
      <Panel
        title="Rules"
        aside={
          data === null
            ? undefined
            : `${data.filter(({ settings }) => settings.enabled).length} of ${ALERT_RULE_NAMES.length} enabled`
        }
        isLoading={data === null}
        problem={data === null ? problem : null}
        onRetry={reload}
        skeletonRem={30}
        isTimeless
        empty={data?.length === 0 ? 'No rules: this server reads no sources.' : null}
      >
        {problem === null ? null : (
          <p className={styles.soft} role="status">
            {problem.title}: showing the last known rules.
          </p>
        )}
        <ul className={styles.rules} aria-label="Alert rules">
          {(data ?? []).map((entry) => (
            <RuleRow
              key={entry.name}
              entry={entry}
              isOpen={open === entry.name}
              onOpen={(isOpen) => setOpen(isOpen ? entry.name : null)}
              onSaved={reload}
            />
          ))}
        </ul>
      </Panel>
    </>
  );
}
