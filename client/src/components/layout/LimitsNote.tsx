import type { ReactNode } from 'react';
import styles from './LimitsNote.module.css';

/** The limits of every count on a page, and further ones for this part. */
export function LimitsNote({ children }: { readonly children?: ReactNode }) {
  return (
    <p className={styles.limits}>
      Counts are lower bounds: only drops are logged, and filters or the network may lose lines. {children}
    </p>
  );
}
