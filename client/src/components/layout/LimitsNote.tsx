import type { ReactNode } from 'react';
import styles from './LimitsNote.module.css';

/** What limits every count on a page, and more that limits what stands beside it. */
export function LimitsNote({ children }: { readonly children?: ReactNode }) {
  return (
    <p className={styles.limits}>
      Only drops are logged, and what filters or the network lost is missing: counts are lower bounds. {children}
    </p>
  );
}
