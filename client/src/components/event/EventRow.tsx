import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { type CSSProperties, memo, type MouseEvent } from 'react';
import { RowToggle } from '../list/RowToggle.js';
import { Time } from '../time/Time.js';
import { EventDetail } from './EventDetail.js';
import type { EventColumn, ListedEvent } from './event-columns.js';
import styles from './EventRows.module.css';

interface EventRowProps {
  readonly event: ListedEvent;
  readonly entry: CatalogueEntry | undefined;
  readonly isOpen: boolean;
  readonly onToggle: (seq: number) => void;
  readonly columns: readonly EventColumn[];
  /** The widths of the columns; absent on a phone, whose rows have a layout of their own. */
  readonly tracks: CSSProperties | undefined;
}

/** One event: a row that expands to everything known of it. */
export const EventRow = memo(function EventRow({ event, entry, isOpen, onToggle, columns, tracks }: EventRowProps) {
  const toggle = (): void => onToggle(event.seq);
  return (
    <div
      className={[
        isOpen ? styles.openItem : styles.item,
        isCriticalOrWorse(event.severity) ? styles.critical : '',
      ].join(' ')}
    >
      <div className={styles.row} style={tracks} onClick={(click) => toggleUnlessUsed(click, toggle)}>
        <RowToggle isOpen={isOpen} onToggle={toggle}>
          <Time at={event.time} />
        </RowToggle>
        {columns.map(({ id, cell }) => (
          <span key={id} className={styles[id]}>
            {cell(event)}
          </span>
        ))}
      </div>
      {isOpen ? <EventDetail event={event} entry={entry} /> : null}
    </div>
  );
});

/** Clicking a link or the button (which has its own handler), or finishing a text selection, does not toggle the row. */
function toggleUnlessUsed(click: MouseEvent, toggle: () => void): void {
  const isOnControl = click.target instanceof Element && click.target.closest('a, button') !== null;
  if (!isOnControl && window.getSelection()?.isCollapsed !== false) toggle();
}
