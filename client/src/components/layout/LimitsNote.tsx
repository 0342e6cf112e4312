import type { ReactNode } from 'react';
import styles from './LimitsNote.module.css';

/** What limits every count on a page, and more that limits what stands beside it. */
export function LimitsNote({ children }: { readonly children?: ReactNode }) {
  return (
    <p className={styles.limits}>
      Counts are lower bounds: only drops are logged, and filters or the network may lose lines. {children}
    </p>
  );
}
