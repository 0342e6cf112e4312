import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { rowAfterKey } from './list-keys.js';
import { useRem } from './use-rem.js';
import styles from './VirtualList.module.css';

/** What a page may ask of a list that it has drawn. */
export interface VirtualListHandle {
  /** First and last row in sight. */
  readonly visible: () => { readonly first: number; readonly last: number };
  /** True while somebody points at the rows, has the focus in them, or has scrolled away from the top. */
  readonly isInUse: () => boolean;
  readonly scrollToTop: () => void;
  /** Distance from the top in CSS pixels. */
  readonly offset: () => number;
}

interface VirtualListProps {
  readonly label: string;
  /** Rows that are here. */
  readonly count: number;
  /** Rows that exist. */
  readonly total: number;
  readonly rowRem: number;
  readonly keyOf: (index: number) => string | number;
  /** The cells of a row. Its link or button gets `tabIndex`, so that the list is one stop of the Tab key. */
  readonly renderRow: (index: number, tabIndex: 0 | -1) => ReactNode;
  /** The row of column titles, which does not scroll. */
  readonly head?: ReactNode;
  /** Called when the last rows come into sight. */
  readonly onNearEnd?: (() => void) | undefined;
  readonly initialOffset?: number;
  readonly className?: string | undefined;
  readonly ref?: Ref<VirtualListHandle>;
}

const OVERSCAN = 10;
/** So many rows before the end the next ones are asked for. */
const NEAR_END_ROWS = 60;

/** A table of any length, of which only the rows in sight exist. Arrow keys, Page, Home and End move through it. */
export function VirtualList(props: VirtualListProps) {
  const { count, total, rowRem, keyOf, renderRow, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = Math.round(rowRem * useRem());
  const [active, setActive] = useState(0);
  const rangeExtractor = useCallback(
    (range: Range) => withRow(defaultRangeExtractor(range), active, count),
    [active, count],
  );
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: keyOf,
    overscan: OVERSCAN,
    rangeExtractor,
    initialOffset: props.initialOffset ?? 0,
    useFlushSync: false,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (last >= count - NEAR_END_ROWS) onNearEnd?.();
  }, [last, count, onNearEnd]);
  useImperativeHandle(props.ref, () => ({
    visible: () => ({ first: virtualizer.range?.startIndex ?? 0, last: virtualizer.range?.endIndex ?? 0 }),
    isInUse: () => isInUse(scroller.current, rowPx),
    scrollToTop: () => virtualizer.scrollToOffset(0),
    offset: () => virtualizer.scrollOffset ?? 0,
  }));
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / rowPx);
    const next = isPlainKey(event) ? rowAfterKey(event.key, active, count, page) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => focusRow(scroller.current, next));
  };
  return (
    <div
      className={[styles.list, props.className].filter(Boolean).join(' ')}
      role="table"
      aria-label={props.label}
      aria-rowcount={total}
    >
      {props.head === undefined ? null : <div className={styles.head}>{props.head}</div>}
      <div ref={scroller} className={styles.scroller} role="rowgroup" onKeyDown={onKeyDown}>
        <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              data-index={item.index}
              className={styles.row}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              onFocus={() => setActive(item.index)}
            >
              {renderRow(item.index, item.index === Math.min(active, count - 1) ? 0 : -1)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The row with the focus stays in the document wherever one scrolls, since a focus that is taken away is lost. */
function withRow(indexes: number[], row: number, count: number): number[] {
  if (row >= count || indexes.includes(row)) return indexes;
  return [...indexes, row].sort((a, b) => a - b);
}

function isPlainKey(event: KeyboardEvent): boolean {
  return !event.altKey && !event.ctrlKey && !event.metaKey && !(event.target instanceof HTMLInputElement);
}

function isInUse(element: HTMLElement | null, rowPx: number): boolean {
  if (element === null) return false;
  const canHover = window.matchMedia('(hover: hover)').matches;
  const hasPointer = canHover && element.matches(':hover');
  return hasPointer || element.contains(document.activeElement) || element.scrollTop > rowPx;
}

function focusRow(element: HTMLElement | null, index: number): void {
  element?.querySelector<HTMLElement>(`[data-index="${index}"] :is(a, button)`)?.focus({ preventScroll: true });
}
