import type { ReactNode } from 'react';
import styles from './SourceFacts.module.css';

interface NamedFactProps {
  readonly name: string;
  /** What it means, where its name does not say it. */
  readonly hint?: string;
  readonly isAlarming?: boolean;
  readonly children: ReactNode;
}

/** One line of a list of facts. */
export function NamedFact({ name, hint, isAlarming = false, children }: NamedFactProps) {
  return (
    <>
      <dt title={hint} className={hint === undefined ? undefined : styles.explained}>
        {name}
      </dt>
      <dd className={isAlarming ? styles.alarming : undefined}>{children}</dd>
    </>
  );
}
