import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIsNarrow } from '../layout/use-narrow.js';
import { useRem } from '../layout/use-rem.js';
import { useWidth } from '../layout/use-width.js';
import { fittingColumns } from '../table/fitting-columns.js';
import { hasNoDate } from '../time/Time.js';
import { useServerNow } from '../../time/use-server-now.js';
import { EVENT_COLUMNS } from './event-columns.js';
import { EventRow } from './EventRow.js';
import styles from './EventRows.module.css';

interface EventRowsProps {
  readonly label: string;
  readonly events: readonly TunnelwatchEvent[];
  readonly catalogue: ReadonlyMap<number, CatalogueEntry>;
  /** Ids of the expanded events. */
  readonly open: ReadonlySet<number>;
  readonly onToggle: (seq: number) => void;
  /** Whether the subject is shown; a tunnel's own page leaves it out. */
  readonly hasSubject: boolean;
  /** Ids of columns that are not shown where there is room for all. */
  readonly hidden?: ReadonlySet<string>;
  /** The event that the list is about: it begins there. */
  readonly marked?: number;
}

const ROW_REM = 2.0625;
const NARROW_ROW_REM = 4.5;
/** The header stays at the top of the screen. */
const HEADER_REM = 4;
/** Rows beyond the edges of the screen that are there already. */
const OVERSCAN = 6;
/** The column of the time and its arrow, with dates and without. */
const DATE_REM = 10.5;
const CLOCK_REM = 6;
const GAP_REM = 1;
const NONE_HIDDEN: ReadonlySet<string> = new Set();

/**
 * Events, newest first, each of which expands to its fields, its raw line and its explanation. Only those near the screen exist, and
 * one that is added on top moves the others without a new layout.
 */
export const EventRows = memo(function EventRows({
  label,
  events,
  catalogue,
  open,
  onToggle,
  hasSubject,
  hidden = NONE_HIDDEN,
  marked,
}: EventRowsProps) {
  const [list, widthPx] = useWidth<HTMLUListElement>();
  const scrollMargin = useTopOf(list);
  const rem = useRem();
  const isNarrow = useIsNarrow();
  const timeRem = useHasDates(events) ? DATE_REM : CLOCK_REM;
  const roomRem = (widthPx ?? 0) / rem - timeRem - GAP_REM;
  const columns = useMemo(() => {
    const asked = EVENT_COLUMNS.filter(({ id }) => hasSubject || id !== 'subject');
    return isNarrow
      ? asked
      : fittingColumns(
          asked.filter(({ id }) => !hidden.has(id)),
          roomRem,
        );
  }, [hasSubject, isNarrow, hidden, roomRem]);
  const tracks = useMemo(
    () =>
      isNarrow
        ? undefined
        : { gridTemplateColumns: [`${String(timeRem)}rem`, ...columns.map(({ width }) => width)].join(' ') },
    [isNarrow, columns, timeRem],
  );
  const rowPx = Math.round(rem * (isNarrow ? NARROW_ROW_REM : ROW_REM));
  const virtualizer = useWindowVirtualizer({
    count: events.length,
    estimateSize: () => rowPx,
    getItemKey: (index) => events[index]?.seq ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: rem * HEADER_REM,
    scrollMargin,
    useFlushSync: false,
  });
  useScrollTo(marked === undefined ? -1 : events.findIndex(({ seq }) => seq === marked), (index) =>
    virtualizer.scrollToIndex(index, { align: 'center' }),
  );
  return (
    <ul ref={list} className={styles.list} aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start, key }) => {
        const event = events[index];
        if (event === undefined) return null;
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles.place}
            style={{ transform: `translateY(${String(start - scrollMargin)}px)` }}
            aria-current={event.seq === marked ? true : undefined}
            aria-setsize={events.length}
            aria-posinset={index + 1}
          >
            <EventRow
              event={event}
              entry={event.messageId === null ? undefined : catalogue.get(event.messageId)}
              isOpen={open.has(event.seq)}
              onToggle={onToggle}
              columns={columns}
              tracks={tracks}
            />
          </li>
        );
      })}
    </ul>
  );
});

/** Whether some of the events are shown with their date. */
function useHasDates(events: readonly TunnelwatchEvent[]): boolean {
  const now = useServerNow();
  return useMemo(() => events.some(({ time }) => !hasNoDate(time, now)), [events, now]);
}

/** Scrolls to a row once, as soon as it is there; a negative index is no row. */
function useScrollTo(index: number, scrollTo: (index: number) => void): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (index < 0 || isDone.current) return;
    isDone.current = true;
    scrollTo(index);
  }, [index, scrollTo]);
}

/** Where an element begins on the page, CSS pixels from the top of its content; it follows what is above it. */
function useTopOf(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      const { current } = element;
      if (current !== null) setTop(Math.round(current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}
