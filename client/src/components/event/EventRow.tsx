import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { Severity } from '@tunnelwatch/shared/severity';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { memo, type MouseEvent } from 'react';
import { ClassSwatch } from '../badge/ClassLabel.js';
import { EventDetail } from './EventDetail.js';
import styles from './EventRows.module.css';
import { SeverityBadge } from '../badge/SeverityBadge.js';
import { SeverityShape } from '../badge/SeverityShape.js';
import { RowToggle } from '../list/RowToggle.js';
import { Time } from '../time/Time.js';
import { SubjectName } from '../tunnel/TunnelName.js';
import { CLASS_STYLE } from '../../theme/class-style.js';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';

/** An event of a list; the name of its subject is included where the list contains many subjects. */
export type ListedEvent = TunnelwatchEvent & { readonly inventory?: InventoryName | null };

interface EventRowProps {
  readonly event: ListedEvent;
  readonly entry: CatalogueEntry | undefined;
  readonly isOpen: boolean;
  readonly onToggle: (seq: number) => void;
  /** Whether the subject is shown; a tunnel's own page leaves it out. */
  readonly hasSubject: boolean;
}

/** One event: a row that expands to everything known of it. */
export const EventRow = memo(function EventRow({ event, entry, isOpen, onToggle, hasSubject }: EventRowProps) {
  const toggle = (): void => onToggle(event.seq);
  return (
    <div
      className={[
        isOpen ? styles.openItem : styles.item,
        isCriticalOrWorse(event.severity) ? styles.critical : '',
      ].join(' ')}
    >
      <div className={hasSubject ? styles.row : styles.rowAlone} onClick={(click) => toggleUnlessUsed(click, toggle)}>
        <RowToggle isOpen={isOpen} onToggle={toggle}>
          <Time at={event.time} />
        </RowToggle>
        <span className={styles.severity}>
          {isCriticalOrWorse(event.severity) ? (
            <FilledSeverity severity={event.severity} />
          ) : (
            <SeverityBadge severity={event.severity} />
          )}
        </span>
        {hasSubject ? (
          <span className={styles.subject}>
            <SubjectName subject={event.subject} inventory={event.inventory ?? null} />
          </span>
        ) : null}
        <span className={styles.message} title={`${CLASS_STYLE[event.class].label}: ${visibleText(event.message)}`}>
          <ClassSwatch failureClass={event.class} />{' '}
          {event.message === '' ? 'No message text' : visibleText(event.message)}
          <span className={styles.id}>{event.messageId ?? 'no ID'}</span>
          {event.repeats === 1 ? null : (
            <span className={styles.repeats} title="Folded by a receiver: this line counts as often">
              ×{formatCount(event.repeats)}
            </span>
          )}
          {event.class === 'other' || event.isKnown ? null : <span className={styles.unknown}>Unknown message</span>}
        </span>
        <span className={styles.fields}>{fieldsOf(event)}</span>
      </div>
      {isOpen ? <EventDetail event={event} entry={entry} /> : null}
    </div>
  );
});

/** Critical and worse must stand out among thousands of Notices. */
function FilledSeverity({ severity }: { readonly severity: Severity }) {
  const style = SEVERITY_STYLE[severity];
  return (
    <span className={styles.filled} title={`Severity reported by the gateway: ${style.label}`}>
      <SeverityShape shape={style.shape} />
      {style.label}
    </span>
  );
}

/** Clicking a link or the button (which has its own handler), or finishing a text selection, does not toggle the row. */
function toggleUnlessUsed(click: MouseEvent, toggle: () => void): void {
  const isOnControl = click.target instanceof Element && click.target.closest('a, button') !== null;
  if (!isOnControl && window.getSelection()?.isCollapsed !== false) toggle();
}

const SHOWN_FIELDS = 6;
/** What every message contains, and what has columns of its own. */
const COMMON_FIELDS = new Set(['prio', 'id', 'rev', 'event', 'action', 'matchkey']);

function fieldsOf(event: TunnelwatchEvent): string {
  return Object.entries(event.parameters)
    .filter(([name]) => !COMMON_FIELDS.has(name))
    .slice(0, SHOWN_FIELDS)
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
}
