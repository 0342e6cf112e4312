import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { useCallback, type RefObject } from 'react';
import { useIsNarrow } from '../../../components/layout/use-narrow.js';
import type { VirtualListHandle } from '../../../components/list/use-virtual-rows.js';
import { VirtualList } from '../../../components/list/VirtualList.js';
import { SourceRow } from './SourceRow.js';
import { SourceTableHead, type SourceTableHeadProps } from './SourceTableHead.js';
import styles from './SourceTable.module.css';

interface SourceTableProps extends SourceTableHeadProps {
  readonly sources: readonly SourceHealth[];
  readonly selected: number | null;
  readonly drawn: RefObject<VirtualListHandle | null>;
}

const ROW_REM = 2.125;
const NARROW_ROW_REM = 3.375;
/** The list is as high as its rows, up to this many: the selected source is below it. */
const MAX_ROWS = 12;
const NARROW_MAX_ROWS = 5;
const HEAD_REM = 2;

/** The sources, of which there may be thousands: only the visible rows are rendered. */
export function SourceTable({ sources, selected, drawn, ...head }: SourceTableProps) {
  const isNarrow = useIsNarrow();
  const rowRem = isNarrow ? NARROW_ROW_REM : ROW_REM;
  const keyOf = useCallback((index: number) => sources[index]?.id ?? index, [sources]);
  const rows = Math.min(isNarrow ? NARROW_MAX_ROWS : MAX_ROWS, sources.length);
  return (
    <div className={styles.frame} style={{ height: `${rows * rowRem + (isNarrow ? 0 : HEAD_REM) + 0.25}rem` }}>
      <VirtualList
        ref={drawn}
        label="Sources"
        className={styles.table}
        count={sources.length}
        total={sources.length}
        rowRem={rowRem}
        keyOf={keyOf}
        head={<SourceTableHead {...head} />}
        renderRow={(index, tabIndex) => {
          const source = sources[index];
          if (source === undefined) return null;
          return <SourceRow source={source} isSelected={source.id === selected} tabIndex={tabIndex} />;
        }}
      />
    </div>
  );
}
