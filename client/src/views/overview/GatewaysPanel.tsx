import type { Problem } from '@tunnelwatch/shared/error-code';
import { Panel } from '../../components/layout/Panel.js';
import type { RoomParts } from '../../live/room-state.js';
import { GatewayRow } from './GatewayRow.js';
import styles from './GatewaysPanel.module.css';

interface GatewaysPanelProps {
  readonly list: RoomParts['gateways'];
  readonly problem: Problem | null;
  readonly onRetry: () => void;
  readonly className: string | undefined;
}

/** Every known gateway: the age of its data, its members, its clock, and its failures in the last 60 minutes. */
export function GatewaysPanel({ list, problem, onRetry, className }: GatewaysPanelProps) {
  const gateways = list?.gateways ?? [];
  const notShown = list?.notShown ?? 0;
  return (
    <Panel
      className={className}
      title="Gateways"
      aside={notShown > 0 ? `${notShown} more not shown` : 'Failures in the last 60 minutes of data'}
      isLoading={list === null}
      problem={problem}
      onRetry={onRetry}
      skeletonRem={12}
      empty={gateways.length > 0 ? null : <p>No gateways seen yet. A gateway appears here with its first log line.</p>}
    >
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Gateway</th>
              <th scope="col">Members</th>
              <th scope="col">Data age</th>
              <th scope="col" title="Gateway clock minus receiver clock">
                Clock
              </th>
              <th scope="col">Tunnels</th>
              <th scope="col">Replay</th>
              <th scope="col">Integrity</th>
              <th scope="col">Other</th>
              <th scope="col">All</th>
              <th scope="col" title="Messages that are not in the catalogue; not counted as failures">
                Unknown
              </th>
            </tr>
          </thead>
          <tbody>
            {gateways.map((gateway) => (
              <GatewayRow key={gateway.gateway} gateway={gateway} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
