import type { ReactNode } from 'react';
import { Button } from '../form/Button.js';
import styles from './HeldNote.module.css';

interface HeldNoteProps {
  /** Events that arrived while the list was paused. */
  readonly newer: number;
  readonly onShow: () => void;
  /** Additional content. */
  readonly children: ReactNode;
}

/** Shows how many events arrived while a list in use was paused, and loads them on request. */
export function HeldNote({ newer, onShow, children }: HeldNoteProps) {
  if (newer === 0) return children;
  return (
    <span className={styles.line}>
      <span title="The list does not move while you point at it, have the focus in it or have opened an event">
        Paused
      </span>
      <Button onClick={onShow}>Show {newer} new</Button>
      {children}
    </span>
  );
}
