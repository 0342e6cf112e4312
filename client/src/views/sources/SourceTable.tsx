import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { useCallback } from 'react';
import { useIsNarrow } from '../../components/use-narrow.js';
import { VirtualList } from '../../components/VirtualList.js';
import { SourceRow } from './SourceRow.js';
import styles from './SourceTable.module.css';

interface SourceTableProps {
  readonly sources: readonly SourceHealth[];
  readonly selected: number | null;
}

const ROW_REM = 2.125;
const NARROW_ROW_REM = 3.375;
/** The list is as high as its rows, up to so many: below it stands the chosen source. */
const MOST_ROWS = 12;
const NARROW_MOST_ROWS = 5;
const HEAD_REM = 2;

/** The sources, of which there may be thousands: only the rows in sight are drawn. */
export function SourceTable({ sources, selected }: SourceTableProps) {
  const isNarrow = useIsNarrow();
  const rowRem = isNarrow ? NARROW_ROW_REM : ROW_REM;
  const keyOf = useCallback((index: number) => sources[index]?.id ?? index, [sources]);
  const rows = Math.min(isNarrow ? NARROW_MOST_ROWS : MOST_ROWS, sources.length);
  return (
    <div className={styles.frame} style={{ height: `${rows * rowRem + (isNarrow ? 0 : HEAD_REM) + 0.25}rem` }}>
      <VirtualList
        label="Sources"
        className={styles.table}
        count={sources.length}
        total={sources.length}
        rowRem={rowRem}
        keyOf={keyOf}
        head={<SourceTableHead />}
        renderRow={(index, tabIndex) => {
          const source = sources[index];
          if (source === undefined) return null;
          return <SourceRow source={source} isSelected={source.id === selected} tabIndex={tabIndex} />;
        }}
      />
    </div>
  );
}

function SourceTableHead() {
  return (
    <div role="row" aria-rowindex={1} className={styles.titles}>
      <div role="columnheader" className={styles.state}>
        State
      </div>
      <div role="columnheader" className={styles.name}>
        File or address
      </div>
      <div role="columnheader" className={styles.position}>
        Stored
      </div>
      <div role="columnheader" className={styles.none} title="Bytes that are there and not stored yet">
        Lag
      </div>
      <div role="columnheader" className={styles.rate} title="Lines per second over the last ten seconds">
        Lines/s
      </div>
      <div role="columnheader" className={styles.age} title="How long ago its newest line of any kind arrived">
        Last line
      </div>
      <div role="columnheader" className={styles.events}>
        Events
      </div>
      <div role="columnheader" className={styles.noUnknown} title="Events with an id that the catalogue does not have">
        Unknown
      </div>
      <div
        role="columnheader"
        className={styles.noUnreadable}
        title="Lines that hold no gateway message or a broken one"
      >
        Unreadable
      </div>
    </div>
  );
}
