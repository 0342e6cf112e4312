import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { nameLabel } from '@tunnelwatch/shared/subject-labels';
import type { ShownFailingTunnel } from '@tunnelwatch/shared/tunnel';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { ClassSwatch } from '../../components/badge/ClassLabel.js';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { tunnelPath } from '../../components/tunnel/paths.js';
import type { DayEarlierState, FailingState } from '../../live/room-state.js';
import { ghostOf } from './day-earlier.js';
import { FitText } from './FitText.js';
import { MirrorChart } from './MirrorChart.js';
import { useElementSize } from './use-element-size.js';
import { WallLink } from './WallLink.js';
import styles from './WallPage.module.css';

/** Heights in em, as in the style sheet: a tunnel with its chart, and the title. */
const ROW_EM = 2.35;
const TITLE_EM = 1.3;
/** With more room than this for each, one column is enough. */
const ROOMY_EM = 4;
/** A column of tunnels is at least this wide, em: a name stays whole beside a verdict. */
const COLUMN_EM = 18;

interface WallTunnelsProps {
  readonly failing: FailingState;
  readonly earlier: DayEarlierState | null;
  /** Short gateway names. */
  readonly shortNames: ReadonlyMap<string, string>;
}

/** The tunnels that fail most, as many as there is room for, each with its last hour; all charts have one scale. */
export function WallTunnels({ failing, earlier, shortNames }: WallTunnelsProps) {
  const [ref, size] = useElementSize<HTMLElement>();
  const em = size.fontPx === 0 ? 1 : size.fontPx;
  const lines = size.fontPx === 0 ? 4 : Math.max(1, Math.floor((size.height / em - TITLE_EM) / ROW_EM));
  const most = size.fontPx === 0 ? 1 : Math.max(1, Math.floor(size.width / em / COLUMN_EM));
  const roomy = Math.max(1, Math.floor((size.height / em - TITLE_EM) / ROOMY_EM));
  const columns = Math.min(most, Math.max(1, Math.ceil(failing.rows.length / roomy)));
  const rows = failing.rows.slice(0, lines * columns);
  const max = Math.max(1, ...rows.flatMap(({ replay, integrity, other }) => [...sums(replay, other), ...integrity]));
  return (
    <section ref={ref} className={styles.tunnels} aria-label="Most failures">
      <h2 className={styles.title}>
        Most failures
        <span className={styles.legend}>
          <ClassSwatch failureClass="replay" /> replay <ClassSwatch failureClass="integrity" /> integrity
        </span>
      </h2>
      {rows.length === 0 ? <p className={styles.soft}>No failures in the last 60 minutes</p> : null}
      <ol className={styles.tunnelRows} style={{ gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))` }}>
        {rows.map((row) => (
          <TunnelRow
            key={`${row.gateway}\n${row.matchkey}`}
            row={row}
            gateway={shortNames.get(row.gateway) ?? row.gateway}
            sparkTo={failing.sparkTo}
            earlier={earlier}
            max={max}
          />
        ))}
      </ol>
    </section>
  );
}

interface TunnelRowProps {
  readonly row: ShownFailingTunnel;
  readonly gateway: string;
  readonly sparkTo: number;
  readonly earlier: DayEarlierState | null;
  readonly max: number;
}

function TunnelRow({ row, gateway, sparkTo, earlier, max }: TunnelRowProps) {
  const { matchkey, inventory, replay, integrity, verdict, perMinute, count } = row;
  const key = matchkey === '' ? '(empty)' : matchkey;
  const name = visibleText(inventory === null ? `${gateway} ${key}` : `${nameLabel(inventory)} · ${gateway} ${key}`);
  const ghost = ghostOf(earlier, row, sparkTo, replay.length);
  const words = `${formatCount(count)} ${count === 1 ? 'failure' : 'failures'} in 60 minutes, ${formatRate(perMinute)} a minute now`;
  return (
    <li className={styles.tunnel}>
      <WallLink to={tunnelPath(row.gateway, matchkey)} className={styles.tunnelName}>
        <FitText text={name} shorter={inventory === null ? name : nameLabel(inventory)} className={styles.line} />
      </WallLink>
      <span className={styles.verdict}>
        <VerdictTag verdict={verdict} />
      </span>
      <strong className={styles.rate}>
        {formatRate(perMinute)}
        <span className={styles.soft}>/min</span>
      </strong>
      <MirrorChart
        series={row}
        ghost={ghost}
        max={max}
        label={`${name}: ${words}, ${formatCount(sum(replay))} replay, ${formatCount(sum(integrity))} integrity`}
        className={styles.chart}
      />
    </li>
  );
}

function sums(one: readonly number[], other: readonly number[]): number[] {
  return one.map((count, index) => count + (other[index] ?? 0));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
