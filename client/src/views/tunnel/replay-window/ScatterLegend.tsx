import { DROP_KIND_LABEL, type WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import type { ReactNode } from 'react';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { countOf, drawnByKind, DROP_STYLE, type ScatterRow } from './scatter-rows.js';

interface ScatterLegendProps {
  readonly rows: readonly ScatterRow[];
  readonly window: WindowAnalysis;
  /** Marks beside the kinds of packets. */
  readonly children?: ReactNode;
}

/** The kinds of refused packets with their marks and counts, and how many are drawn if not all are. */
export function ScatterLegend({ rows, window, children }: ScatterLegendProps) {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {drawnByKind(rows).map(({ kind, drawn }) => {
        const all = countOf(kind, window) ?? drawn;
        return (
          <li key={kind}>
            <span
              style={{ background: DROP_STYLE[kind].color }}
              className={styles[DROP_STYLE[kind].shape]}
              aria-hidden
            />
            {formatCount(all)} {DROP_KIND_LABEL[kind]}
            {drawn < all ? <span className={styles.soft}>({formatCount(drawn)} drawn)</span> : null}
          </li>
        );
      })}
      {children}
    </ul>
  );
}
