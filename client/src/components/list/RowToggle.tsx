import type { ReactNode } from 'react';
import styles from './RowToggle.module.css';

interface RowToggleProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly tabIndex?: 0 | -1;
  readonly children: ReactNode;
}

/** Opens and closes a row of a list: what the row begins with, behind an arrow. */
export function RowToggle({ isOpen, onToggle, tabIndex = 0, children }: RowToggleProps) {
  return (
    <button type="button" className={styles.toggle} aria-expanded={isOpen} tabIndex={tabIndex} onClick={onToggle}>
      <svg className={styles.arrow} viewBox="0 0 10 10" width="0.6em" height="0.6em" aria-hidden="true">
        <path d="M3 1l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      </svg>
      {children}
    </button>
  );
}
