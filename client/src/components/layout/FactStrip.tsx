import type { ReactNode } from 'react';
import { useIsOutdated } from '../../live/use-outdated.js';
import styles from './FactStrip.module.css';

/** Facts in a row of large numbers; greyed out while the data is stale. */
export function FactStrip({ children }: { readonly children: ReactNode }) {
  const isOutdated = useIsOutdated();
  return <dl className={isOutdated ? styles.staleFacts : styles.facts}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  /** What the number means, or its parts. */
  readonly note: string;
  readonly isAlarming?: boolean;
  /** What the fact means, if its name does not say it. */
  readonly hint?: string;
  readonly children: ReactNode;
}

/** One fact of a strip. */
export function Fact({ name, note, isAlarming = false, hint, children }: FactProps) {
  return (
    <div className={styles.fact} title={hint}>
      <dt>{name}</dt>
      <dd className={styles.value}>{children}</dd>
      <dd className={isAlarming ? styles.alarming : styles.note}>{note}</dd>
    </div>
  );
}
