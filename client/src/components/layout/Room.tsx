import type { ReactNode } from 'react';
import styles from './Room.module.css';

interface RoomProps {
  /** What is in it, for screen readers: it can be scrolled by keyboard. */
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * Content of any length beside something else, whose height it has: it scrolls by itself, so that nothing moves when it grows.
 * On narrow screens, where it stands alone, it is as high as it is.
 */
export function Room({ label, children }: RoomProps) {
  return (
    <div className={styles.room}>
      <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
        {children}
      </div>
    </div>
  );
}
