import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import styles from './EventRows.module.css';
import { EventRow } from './EventRow.js';

interface EventRowsProps {
  readonly label: string;
  readonly events: readonly TunnelwatchEvent[];
  readonly catalogue: ReadonlyMap<number, CatalogueEntry>;
  /** Ids of the expanded events. */
  readonly open: ReadonlySet<number>;
  readonly onToggle: (seq: number) => void;
  readonly hasSubject: boolean;
}

/** Events, newest first, each of which expands to its fields, its raw line and its explanation. */
export function EventRows({ label, events, catalogue, open, onToggle, hasSubject }: EventRowsProps) {
  return (
    <ul className={styles.list} aria-label={label}>
      {events.map((event) => (
        <EventRow
          key={event.seq}
          event={event}
          entry={event.messageId === null ? undefined : catalogue.get(event.messageId)}
          isOpen={open.has(event.seq)}
          onToggle={onToggle}
          hasSubject={hasSubject}
        />
      ))}
    </ul>
  );
}
