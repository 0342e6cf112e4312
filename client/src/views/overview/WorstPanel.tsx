import type { Problem } from '@tunnelwatch/shared/error-code';
import { Panel } from '../../components/layout/Panel.js';
import { Sparkline } from '../../charts/Sparkline.js';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { useAttention } from '../../components/list/use-attention.js';
import { useHeldList } from '../../components/list/use-held-list.js';
import { TunnelName } from '../../components/tunnel/TunnelName.js';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import type { WorstState } from '../../live/room-state.js';
import { useStatus } from '../../live/use-live.js';
import type { TimeRange } from '../../url-state/use-time-range.js';
import { useWorstWithin } from './range-figures.js';
import type { WorstRow } from './range-sums.js';
import { CLASS_STYLE } from '../../theme/class-style.js';
import styles from './WorstPanel.module.css';

interface WorstPanelProps {
  readonly failureClass: 'replay' | 'integrity';
  /** Live, of the last 60 minutes. */
  readonly worst: WorstState | null;
  /** The time that is shown instead; null for the last 60 minutes. */
  readonly range: TimeRange | null;
  readonly problem: Problem | null;
  readonly onRetry: () => void;
  readonly className: string | undefined;
}

/** The tunnels with the most failures of one class, in the last 60 minutes of data or in the time of the page. */
export function WorstPanel({ failureClass, worst, range, problem, onRetry, className }: WorstPanelProps) {
  const within = useWorstWithin(failureClass, range);
  const style = CLASS_STYLE[failureClass];
  const known = range === null ? (worst?.rows ?? null) : within.data;
  const attention = useAttention();
  const { shown: rows } = useHeldList(known ?? NO_ROWS, { keyOf, isHeld: attention.isThere });
  const max = Math.max(1, ...rows.flatMap((row) => row.spark));
  return (
    <Panel
      className={className}
      title={`Most ${style.label.toLowerCase()} failures`}
      aside={range === null ? 'Last 60 minutes, shared scale' : 'In the time of this page, shared scale'}
      isLoading={known === null}
      problem={range === null ? problem : known === null ? within.problem : null}
      onRetry={range === null ? onRetry : within.reload}
      skeletonRem={17.5}
      empty={rows.length > 0 ? null : <EmptyNote word={style.label.toLowerCase()} isLive={range === null} />}
    >
      <div className={styles.rows} {...attention.handlers}>
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
            {rows.map((row, place) => (
              // Each place keeps its row: what changes is who is there, and nothing moves.
              <tr key={place}>
                <td className={styles.tunnel}>
                  <TunnelName gateway={row.gateway} matchkey={row.matchkey} inventory={row.inventory} />
                  {/* A space alone at the end of a line would count as moved when something follows it. */}
                  {row.verdict === null ? null : ' '}
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
      </div>
    </Panel>
  );
}

const NO_ROWS: readonly WorstRow[] = [];

function keyOf({ gateway, matchkey }: WorstRow): string {
  return JSON.stringify([gateway, matchkey]);
}

function EmptyNote({ word, isLive }: { readonly word: string; readonly isLive: boolean }) {
  const isNeverFed = useStatus()?.events === 0;
  if (!isLive) return <p>No {word} failures in this time range.</p>;
  return (
    <p>{isNeverFed ? `No ${word} failures received yet.` : `No ${word} failures in the last 60 minutes of data.`}</p>
  );
}
