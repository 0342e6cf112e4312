import type { AlertClass } from '@tunnelwatch/shared/alert';
import type { EventClass } from '@tunnelwatch/shared/failure-class';
import { CLASS_STYLE } from '../../theme/class-style.js';
import styles from './Badges.module.css';

/** A stroke in the colour and dash of a class, as in the charts. Decoration: a label stands beside it. */
export function ClassSwatch({ failureClass }: { readonly failureClass: EventClass | AlertClass }) {
  const style = CLASS_STYLE[failureClass];
  return (
    <svg className={styles.swatch} viewBox="0 0 16 10" width="1.2em" height="0.75em" aria-hidden="true">
      <path d="M0 5h16" stroke={style.color} strokeWidth="4" strokeDasharray={style.dash} />
    </svg>
  );
}

/** A class of failures, events or alerts with its swatch. */
export function ClassLabel({ failureClass }: { readonly failureClass: EventClass | AlertClass }) {
  return (
    <span className={styles.class}>
      <ClassSwatch failureClass={failureClass} />
      {CLASS_STYLE[failureClass].label}
    </span>
  );
}
