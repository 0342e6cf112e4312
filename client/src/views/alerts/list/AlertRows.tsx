import type { Ref } from 'react';
import { useIsNarrow } from '../../../components/layout/use-narrow.js';
import { useVirtualRows, type VirtualListHandle } from '../../../components/list/use-virtual-rows.js';
import { type InboxRow, rowKey } from './alert-groups.js';
import { AlertGroupHead, type GroupCalls } from './AlertGroupHead.js';
import styles from './AlertList.module.css';
import { AlertRow, type RowCalls } from './AlertRow.js';
import { viewersText } from '../use-presence.js';

interface AlertRowsProps {
  readonly label: string;
  readonly rows: readonly InboxRow[];
  readonly selected: ReadonlySet<number>;
  /** What is new to whoever is at this page. */
  readonly fresh: ReadonlySet<number>;
  /** Names of those who view an alert, by its number. */
  readonly viewers: ReadonlyMap<number, readonly string[]>;
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
  readonly calls: RowCalls & GroupCalls;
  /** Called with the key of the row that gets the focus. */
  readonly onCursor: (key: string) => void;
  readonly ref: Ref<VirtualListHandle>;
}

const ROW_REM = 3.5;
const NARROW_ROW_REM = 9;
const GROUP_REM = 3;
const NARROW_GROUP_REM = 5.5;
const NOBODY: readonly string[] = [];

/** The visible rows of a list of alerts, flat or in groups; the others are not rendered. */
export function AlertRows({ label, rows, selected, fresh, viewers, firstOut, calls, onCursor, ref }: AlertRowsProps) {
  const isNarrow = useIsNarrow();
  const { scroller, virtualizer, active, setActive, onKeyDown } = useVirtualRows({
    ref,
    count: rows.length,
    rowRem: isNarrow ? NARROW_ROW_REM : ROW_REM,
    remOf: (index) => heightOf(rows[index], isNarrow),
    keyOf: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  return (
    <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown}>
      <ul className={styles.list} aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const tabIndex = item.index === active ? 0 : -1;
          return (
            <li
              key={item.key}
              data-index={item.index}
              className={styles.place}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              onFocus={() => {
                setActive(item.index);
                onCursor(rowKey(row));
              }}
            >
              {row.kind === 'group' ? (
                <AlertGroupHead
                  group={row.group}
                  isOpen={row.isOpen}
                  selected={row.group.alerts.filter(({ id }) => selected.has(id)).length}
                  fresh={row.group.alerts.filter(({ id }) => fresh.has(id)).length}
                  tabIndex={tabIndex}
                  calls={calls}
                />
              ) : (
                <AlertRow
                  alert={row.alert}
                  isFirstOut={row.alert.id === firstOut}
                  isSelected={selected.has(row.alert.id)}
                  isNew={fresh.has(row.alert.id)}
                  viewers={viewersText(viewers.get(row.alert.id) ?? NOBODY)}
                  tabIndex={tabIndex}
                  calls={calls}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function heightOf(row: InboxRow | undefined, isNarrow: boolean): number {
  if (row?.kind === 'group') return isNarrow ? NARROW_GROUP_REM : GROUP_REM;
  return isNarrow ? NARROW_ROW_REM : ROW_REM;
}
