import type { Problem } from '@tunnelwatch/shared/error-code';
import { Panel } from '../../components/layout/Panel.js';
import type { RoomParts } from '../../live/room-state.js';
import { GatewayRow } from './GatewayRow.js';
import { useGatewaysWithin } from './range-figures.js';
import type { GatewayFigures } from './range-sums.js';
import type { TimeRange } from '../../url-state/use-time-range.js';
import type { Gateway } from '@tunnelwatch/shared/tunnel';
import styles from './GatewaysPanel.module.css';

interface GatewaysPanelProps {
  readonly list: RoomParts['gateways'];
  readonly problem: Problem | null;
  readonly onRetry: () => void;
  readonly className: string | undefined;
  /** The time whose failures are counted; null for the last 60 minutes. */
  readonly range: TimeRange | null;
}

/** Every known gateway: the age of its data, its members, its clock, and its failures in the time of the page. */
export function GatewaysPanel({ list, problem, onRetry, className, range }: GatewaysPanelProps) {
  const within = useGatewaysWithin(range);
  const gateways = countedWithin(list?.gateways ?? [], within.data);
  const notShown = list?.notShown ?? 0;
  return (
    <Panel
      className={className}
      title="Gateways"
      aside={
        notShown > 0
          ? `${notShown} more not shown`
          : range === null
            ? 'Failures in the last 60 minutes of data'
            : 'Failures in the time of this page'
      }
      isLoading={list === null || (range !== null && within.data === null && within.problem === null)}
      problem={problem ?? (range !== null && within.data === null ? within.problem : null)}
      onRetry={problem === null ? within.reload : onRetry}
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

/** Gateways with their failures within another time than the last 60 minutes; as they are without one. */
function countedWithin(
  gateways: readonly Gateway[],
  figures: ReadonlyMap<string, GatewayFigures> | null,
): readonly Gateway[] {
  if (figures === null) return gateways;
  return gateways.map((gateway) => {
    const { byClass: recent, failures: recentTotal } = figures.get(gateway.gateway) ?? NO_FIGURES;
    return { ...gateway, recent, recentTotal };
  });
}

const NO_FIGURES: GatewayFigures = { byClass: {}, failures: 0 };
