import type { ReactNode } from 'react';
import { useIsOutdated } from '../../live/use-outdated.js';
import styles from './FactStrip.module.css';

interface FactStripProps {
  /** Whether the facts are old, where that is not known from the age of the log lines. */
  readonly isOld?: boolean;
  readonly children: ReactNode;
}

/** Facts in a row of large numbers; greyed out while the data is stale. */
export function FactStrip({ isOld, children }: FactStripProps) {
  const isOutdated = useIsOutdated();
  return <dl className={(isOld ?? isOutdated) ? styles.staleFacts : styles.facts}>{children}</dl>;
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
