import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { formatCount } from '@tunnelwatch/shared/format-number';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import { isCriticalOrWorse, type Severity } from '@tunnelwatch/shared/severity';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { ClassSwatch } from '../badge/ClassLabel.js';
import { SeverityBadge } from '../badge/SeverityBadge.js';
import { SeverityShape } from '../badge/SeverityShape.js';
import type { TableColumn } from '../table/table-columns.js';
import { SubjectName } from '../tunnel/TunnelName.js';
import { CLASS_STYLE } from '../../theme/class-style.js';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import styles from './EventRows.module.css';

/** An event of a list; the name of its subject is included where the list contains many subjects. */
export type ListedEvent = TunnelwatchEvent & { readonly inventory?: InventoryName | null };

export type EventColumn = TableColumn<ListedEvent, never>;

/** What stands beside the time of an event, which opens it. */
export const EVENT_COLUMNS: readonly EventColumn[] = [
  {
    id: 'severity',
    title: 'Severity',
    width: '5.75rem',
    cell: ({ severity }) =>
      isCriticalOrWorse(severity) ? <FilledSeverity severity={severity} /> : <SeverityBadge severity={severity} />,
  },
  {
    id: 'subject',
    title: 'Subject',
    width: 'minmax(14rem, 1fr)',
    cell: ({ subject, inventory }) => <SubjectName subject={subject} inventory={inventory ?? null} />,
  },
  {
    id: 'message',
    title: 'Message',
    width: 'minmax(18rem, 1.3fr)',
    isFixed: true,
    cell: (event) => <MessageCell event={event} />,
  },
  {
    id: 'fields',
    title: 'Fields',
    width: 'minmax(10rem, 1.5fr)',
    yields: 1,
    cell: fieldsOf,
  },
];

function MessageCell({ event }: { readonly event: ListedEvent }) {
  return (
    <span className={styles.says} title={`${CLASS_STYLE[event.class].label}: ${visibleText(event.message)}`}>
      <ClassSwatch failureClass={event.class} />
      <span className={styles.words}>{event.message === '' ? 'No message text' : visibleText(event.message)}</span>
      <span className={styles.id}>{event.messageId ?? 'no ID'}</span>
      {event.repeats === 1 ? null : (
        <span className={styles.repeats} title="Folded by a receiver: this line counts as often">
          ×{formatCount(event.repeats)}
        </span>
      )}
      {event.class === 'other' || event.isKnown ? null : <span className={styles.unknown}>Unknown message</span>}
    </span>
  );
}

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
