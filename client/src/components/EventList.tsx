import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { memo } from 'react';
import { EventFields } from './EventFields.js';
import styles from './EventList.module.css';
import { SeverityBadge } from './SeverityBadge.js';
import { Time } from './Time.js';

/** Events, newest first, each with its fields and its raw line to unfold. */
export function EventList({ events }: { readonly events: readonly TunnelwatchEvent[] }) {
  return (
    <ul className={styles.list}>
      {events.map((event) => (
        <EventItem key={event.seq} event={event} />
      ))}
    </ul>
  );
}

const EventItem = memo(function EventItem({ event }: { readonly event: TunnelwatchEvent }) {
  return (
    <li>
      <details className={styles.item}>
        <summary className={styles.summary}>
          <Time at={event.time} />
          <SeverityBadge severity={event.severity} />
          <span className={styles.message}>
            {event.messageId === null ? '' : `${event.messageId} `}
            {event.message}
          </span>
          <span className={styles.fields}>{shortFields(event)}</span>
        </summary>
        <EventFields event={event} />
      </details>
    </li>
  );
});

const FRAME_FIELDS = new Set(['prio', 'id', 'rev', 'event', 'action']);

/** The parameters that tell one event from the next, in a line; those that every line carries are left out. */
function shortFields(event: TunnelwatchEvent): string {
  return Object.entries(event.parameters)
    .filter(([name]) => !FRAME_FIELDS.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
}
