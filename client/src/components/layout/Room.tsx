import type { ReactNode } from 'react';
import styles from './Room.module.css';

interface RoomProps {
  /** What is in it, for screen readers: it can be scrolled by keyboard. */
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * Content of any length in a height that it does not change: that of what is beside it, or one of its own where panels stand
 * below each other. It scrolls by itself, so that nothing moves when it grows.
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
