import { Panel } from '../../components/layout/Panel.js';
import { fetchChannels } from '../../http/api.js';
import { useStatus } from '../../live/use-live.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { ChannelRow } from './ChannelRow.js';
import styles from './AdminTable.module.css';

const REFRESH_MS = 5000;

const NONE_TEXT = 'No channels configured. Add them under notifications in the configuration file.';
const DEMO_TEXT = 'A demo notifies nobody: the channels of the configuration are muted while it runs.';

/** The notification channels: what each sends, what is pending and what failed, and a test of each. */
export function NotificationsPanel() {
  const { data, problem, reload } = useApiQuery({ key: ['notifications'], load: fetchChannels, refreshMs: REFRESH_MS });
  const isDemo = useStatus()?.isDemo === true;
  const isEmpty = data !== null && data.length === 0;
  return (
    <Panel
      title="Notifications"
      isLoading={data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      empty={isEmpty ? (isDemo ? DEMO_TEXT : NONE_TEXT) : null}
    >
      {problem === null ? null : (
        <p className={styles.error} role="status">
          {problem.title}: showing the last known figures.
        </p>
      )}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Channel</th>
              <th scope="col">Notifies on</th>
              <th scope="col">Queued</th>
              <th scope="col">Failed</th>
              <th scope="col">Last sent</th>
              <th scope="col">Last error</th>
              <th scope="col">Test</th>
            </tr>
          </thead>
          <tbody>
            {(data ?? []).map((channel) => (
              <ChannelRow key={channel.name} channel={channel} onTested={reload} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
