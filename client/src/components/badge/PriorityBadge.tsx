import { priorityRank, type Priority } from '@tunnelwatch/shared/priority';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import styles from './Badges.module.css';

const BARS = [0, 1, 2, 3];

/** Operator priority, computed by Tunnelwatch: bars for its urgency, and the word. Neutral in colour: colour is severity. */
export function PriorityBadge({ priority }: { readonly priority: Priority }) {
  const rank = priorityRank(priority);
  return (
    <span className={styles.priority} title={`Alert priority, set by Tunnelwatch: ${PRIORITY_LABEL[priority]}`}>
      <svg viewBox="0 0 14 12" width="1em" height="0.86em" aria-hidden="true">
        {BARS.map((bar) => (
          <rect
            key={bar}
            x={bar * 3.6}
            y={9 - bar * 3}
            width="2.6"
            height={3 + bar * 3}
            fill="currentColor"
            opacity={bar <= rank ? 1 : 0.25}
          />
        ))}
      </svg>
      {PRIORITY_LABEL[priority]}
    </span>
  );
}
