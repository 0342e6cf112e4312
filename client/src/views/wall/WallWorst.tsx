import { Sparkline } from '../../charts/Sparkline.js';
import { ClassSwatch } from '../../components/badge/ClassLabel.js';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { TunnelName } from '../../components/tunnel/TunnelName.js';
import { formatShort } from '@tunnelwatch/shared/format-number';
import type { WorstState } from '../../live/room-state.js';
import { CLASS_STYLE } from '../../theme/class-style.js';
import { useElementSize } from './use-element-size.js';
import styles from './WallPage.module.css';

const MAX_TUNNELS = 6;
/** Heights in em, as in the style sheet. */
const ROW_EM = 1.2;
const TITLE_EM = 1.25;

interface WallWorstProps {
  readonly failureClass: 'replay' | 'integrity';
  readonly worst: WorstState;
  /** Short gateway names. */
  readonly shortNames: ReadonlyMap<string, string>;
}

/** The worst tunnels of a class over 60 minutes, each curve with its name and sum, all on a shared scale. */
export function WallWorst({ failureClass, worst, shortNames }: WallWorstProps) {
  const [ref, size] = useElementSize<HTMLElement>();
  const style = CLASS_STYLE[failureClass];
  const space = size.fontPx === 0 ? MAX_TUNNELS : Math.floor((size.height / size.fontPx - TITLE_EM) / ROW_EM);
  const rows = worst.rows.slice(0, Math.max(1, Math.min(MAX_TUNNELS, space)));
  const max = Math.max(1, ...rows.flatMap((row) => row.spark));
  return (
    <section ref={ref} className={styles.worst}>
      <h2 className={styles.title}>
        <ClassSwatch failureClass={failureClass} /> {style.label} <span className={styles.rest}>60 min</span>
      </h2>
      {rows.length === 0 ? <p className={styles.none}>none</p> : null}
      <ol>
        {rows.map((row) => (
          <li key={`${row.gateway}\n${row.matchkey}`} className={styles.series}>
            <TunnelName
              gateway={shortNames.get(row.gateway) ?? row.gateway}
              matchkey={row.matchkey}
              inventory={row.inventory}
              linked={false}
            />
            <span className={styles.trend}>
              <Sparkline className={styles.curve} values={row.spark} color={style.color} max={max} />
              <span className={styles.verdict}>
                <VerdictTag verdict={row.verdict} />
              </span>
            </span>
            <strong>{formatShort(row.count)}</strong>
          </li>
        ))}
      </ol>
    </section>
  );
}
