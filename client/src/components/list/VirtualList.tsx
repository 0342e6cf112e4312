import type { ReactNode } from 'react';
import { useVirtualRows, type VirtualRowsOptions } from './use-virtual-rows.js';
import styles from './VirtualList.module.css';

interface VirtualListProps extends VirtualRowsOptions {
  readonly label: string;
  /** Number of rows. */
  readonly total: number;
  /** The cells of a row. Its link or button gets `tabIndex`, so that the list is a single tab stop. */
  readonly renderRow: (index: number, tabIndex: 0 | -1) => ReactNode;
  /** The row of column titles, which does not scroll. */
  readonly head?: ReactNode;
  readonly className?: string | undefined;
  /** Called with the distance from the top, CSS pixels. */
  readonly onScroll?: ((offset: number) => void) | undefined;
}

/** A table of any length, of which only the visible rows exist. Arrow keys, Page, Home and End move through it. */
export function VirtualList(props: VirtualListProps) {
  const { scroller, virtualizer, active, setActive, onKeyDown } = useVirtualRows(props);
  return (
    <div
      className={[styles.list, props.className].filter(Boolean).join(' ')}
      role="table"
      aria-label={props.label}
      aria-rowcount={props.total + 1}
    >
      {props.head === undefined ? null : <div className={styles.head}>{props.head}</div>}
      <div
        ref={scroller}
        className={styles.scroller}
        role="rowgroup"
        onKeyDown={onKeyDown}
        onScroll={(event) => props.onScroll?.(event.currentTarget.scrollTop)}
      >
        <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={props.isMeasured === true ? virtualizer.measureElement : undefined}
              role="row"
              aria-rowindex={item.index + 2}
              data-index={item.index}
              className={styles.row}
              style={{
                height: props.isMeasured === true ? undefined : item.size,
                transform: `translateY(${item.start}px)`,
              }}
              onFocus={() => setActive(item.index)}
            >
              {props.renderRow(item.index, item.index === active ? 0 : -1)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
