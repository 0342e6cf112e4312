import type { Problem } from '@tunnelwatch/shared/error-code';
import { Panel } from '../../components/layout/Panel.js';
import { Sparkline } from '../../charts/Sparkline.js';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { TunnelName } from '../../components/tunnel/TunnelName.js';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import type { WorstState } from '../../live/room-state.js';
import { useStatus } from '../../live/use-live.js';
import { CLASS_STYLE } from '../../theme/class-style.js';
import styles from './WorstPanel.module.css';

interface WorstPanelProps {
  readonly failureClass: 'replay' | 'integrity';
  readonly worst: WorstState | null;
  readonly problem: Problem | null;
  readonly onRetry: () => void;
}

/** The tunnels with the most failures of one class in the last 60 minutes of data, with one point per minute. */
export function WorstPanel({ failureClass, worst, problem, onRetry }: WorstPanelProps) {
  const style = CLASS_STYLE[failureClass];
  const rows = worst?.rows ?? [];
  const max = Math.max(1, ...rows.flatMap((row) => row.spark));
  return (
    <Panel
      title={`Most ${style.label.toLowerCase()} failures`}
      aside="Last 60 minutes, shared scale"
      isLoading={worst === null}
      problem={problem}
      onRetry={onRetry}
      skeletonRem={16}
      empty={rows.length > 0 ? null : <EmptyNote word={style.label.toLowerCase()} />}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Tunnel</th>
            <th scope="col" className={styles.spark}>
              <span className="visually-hidden">Trend</span>
            </th>
            <th scope="col" className={styles.number}>
              per min
            </th>
            <th scope="col" className={styles.number}>
              Count
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.gateway}\n${row.matchkey}`}>
              <td className={styles.tunnel}>
                <TunnelName gateway={row.gateway} matchkey={row.matchkey} inventory={row.inventory} />{' '}
                <VerdictTag verdict={row.verdict} />
              </td>
              <td className={styles.spark}>
                <Sparkline className={styles.curve} values={row.spark} color={style.color} max={max} />
              </td>
              <td className={styles.number}>{formatRate(row.perMinute)}</td>
              <td className={styles.count}>{formatCount(row.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function EmptyNote({ word }: { readonly word: string }) {
  const isNeverFed = useStatus()?.events === 0;
  return (
    <p>{isNeverFed ? `No ${word} failures received yet.` : `No ${word} failures in the last 60 minutes of data.`}</p>
  );
}
