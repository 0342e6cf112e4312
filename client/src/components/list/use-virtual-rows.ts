import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useRem } from '../layout/use-rem.js';

/** What a page may ask of a rendered list. */
export interface VirtualListHandle {
  /** First and last visible row. */
  readonly visible: () => { readonly first: number; readonly last: number };
  /** True while the pointer or the focus is in the rows, or the list is scrolled away from the top. */
  readonly isInUse: () => boolean;
  readonly scrollToTop: () => void;
  /** Scrolls to a row and gives it the focus. */
  readonly focusRow: (index: number) => void;
}

export interface VirtualRowsOptions {
  /** Loaded rows. */
  readonly count: number;
  /** The height of a row, of most of them where `remOf` has others. */
  readonly rowRem: number;
  readonly remOf?: (index: number) => number;
  /** Rows may be higher than that, and change: each is measured. */
  readonly isMeasured?: boolean;
  readonly keyOf: (index: number) => string | number;
  /** Called when the last rows become visible. */
  readonly onNearEnd?: (() => void) | undefined;
  /** Initial scroll position, CSS pixels from the top. */
  readonly initialOffset?: number | undefined;
  readonly ref?: Ref<VirtualListHandle> | undefined;
}

interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** The row that the Tab key leads to. */
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const OVERSCAN = 10;
/** The next rows are requested this many rows before the end. */
const NEAR_END_ROWS = 60;

/** The visible rows of a list of any length, with the keys that move through it. */
export function useVirtualRows(options: VirtualRowsOptions): VirtualRows {
  const { count, rowRem, remOf, keyOf, onNearEnd } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const rem = useRem();
  const rowPx = Math.round(rowRem * rem);
  const [active, setActive] = useState(0);
  const rangeExtractor = useCallback(
    (range: Range) => withRow(defaultRangeExtractor(range), active, count),
    [active, count],
  );
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (remOf === undefined ? rowPx : Math.round(remOf(index) * rem)),
    getItemKey: keyOf,
    overscan: OVERSCAN,
    rangeExtractor,
    initialOffset: options.initialOffset ?? 0,
    useFlushSync: false,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (last >= count - NEAR_END_ROWS) onNearEnd?.();
  }, [last, count, onNearEnd]);
  const goTo = (index: number): void => {
    setActive(index);
    virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => focusRow(scroller.current, index));
  };
  useImperativeHandle(options.ref, () => ({
    visible: () => ({ first: virtualizer.range?.startIndex ?? 0, last: virtualizer.range?.endIndex ?? 0 }),
    isInUse: () => isInUse(scroller.current, rowPx),
    scrollToTop: () => virtualizer.scrollToOffset(0),
    focusRow: goTo,
  }));
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / rowPx);
    const next = isPlainKey(event) ? rowAfterKey(event.key, active, count, page) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
  };
  return { scroller, virtualizer, active: Math.min(active, count - 1), setActive, onKeyDown };
}

/** The row with the focus stays in the document while scrolling, since removing it would lose the focus. */
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

/**
 * Where a key leads in a list of `count` rows from the row `current`; undefined for a key that means nothing here.
 * `page` is how many rows are in sight.
 */
export function rowAfterKey(key: string, current: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const within = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return within(current + 1);
    case 'ArrowUp':
      return within(current - 1);
    case 'PageDown':
      return within(current + Math.max(1, page - 1));
    case 'PageUp':
      return within(current - Math.max(1, page - 1));
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
