import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { Ref } from 'react';
import { useIsNarrow } from '../../../components/layout/use-narrow.js';
import { useVirtualRows, type VirtualListHandle } from '../../../components/list/use-virtual-rows.js';
import styles from './AlertList.module.css';
import { AlertRow, type RowCalls } from './AlertRow.js';
import { viewersText } from '../use-presence.js';

interface AlertRowsProps {
  readonly label: string;
  readonly alerts: readonly ShownAlert[];
  readonly selected: ReadonlySet<number>;
  /** Names of those who view an alert, by its number. */
  readonly viewers: ReadonlyMap<number, readonly string[]>;
  /** The first alert of a flood; null for none. */
  readonly firstOut: number | null;
  readonly calls: RowCalls;
  /** Called with the alert whose row gets the focus. */
  readonly onCursor: (id: number) => void;
  readonly ref: Ref<VirtualListHandle>;
}

const ROW_REM = 3.5;
const NARROW_ROW_REM = 8.25;
const NOBODY: readonly string[] = [];

/** The visible rows of a list of alerts; the others are not rendered. */
export function AlertRows({ label, alerts, selected, viewers, firstOut, calls, onCursor, ref }: AlertRowsProps) {
  const isNarrow = useIsNarrow();
  const { scroller, virtualizer, active, setActive, onKeyDown } = useVirtualRows({
    ref,
    count: alerts.length,
    rowRem: isNarrow ? NARROW_ROW_REM : ROW_REM,
    keyOf: (index) => alerts[index]?.id ?? index,
  });
  return (
    <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown}>
      <ul className={styles.list} aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const alert = alerts[item.index];
          if (alert === undefined) return null;
          return (
            <li
              key={item.key}
              data-index={item.index}
              className={styles.place}
              aria-setsize={alerts.length}
              aria-posinset={item.index + 1}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              onFocus={() => {
                setActive(item.index);
                onCursor(alert.id);
              }}
            >
              <AlertRow
                alert={alert}
                isFirstOut={alert.id === firstOut}
                isSelected={selected.has(alert.id)}
                viewers={viewersText(viewers.get(alert.id) ?? NOBODY)}
                tabIndex={item.index === active ? 0 : -1}
                calls={calls}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
