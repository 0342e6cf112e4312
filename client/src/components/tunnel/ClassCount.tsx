import type { ClassCounts, FailureClass } from '@tunnelwatch/shared/failure-class';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './ClassCount.module.css';

interface ClassCountProps {
  /** The classes to sum up. */
  readonly classes: readonly FailureClass[];
  /** Counts within the activity window. */
  readonly recent: ClassCounts;
  /** Counts of all stored events: an absent class was never seen. */
  readonly ever: ClassCounts;
}

/** A count within the activity window. A dash means never seen, which differs from a zero: receivers may filter a message out. */
export function ClassCount({ classes, recent, ever }: ClassCountProps) {
  const isNeverSeen = classes.every((name) => ever[name] === undefined);
  if (isNeverSeen) {
    return (
      <span className={styles.never} title="Never seen">
        –
      </span>
    );
  }
  const sum = classes.reduce((all, name) => all + (recent[name] ?? 0), 0);
  return <span className={sum === 0 ? styles.zero : undefined}>{formatCount(sum)}</span>;
}
