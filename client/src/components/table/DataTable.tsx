import { columnVisibilityFeature, metaHelper, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import type { TableName } from '@tunnelwatch/shared/personal-settings';
import { type CSSProperties, type ReactNode, useCallback, useMemo } from 'react';
import { useIsNarrow } from '../layout/use-narrow.js';
import { useRem } from '../layout/use-rem.js';
import { useWidth } from '../layout/use-width.js';
import { SortTitle } from '../list/SortTitle.js';
import type { Sorting } from '../list/sorting.js';
import type { VirtualRowsOptions } from '../list/use-virtual-rows.js';
import { VirtualList } from '../list/VirtualList.js';
import styles from './DataTable.module.css';
import { fittingColumns } from './fitting-columns.js';
import { RowTabContext } from './row-tab.js';
import type { TableColumn } from './table-columns.js';
import { useHiddenColumns } from './use-hidden-columns.js';

interface ColumnFacts {
  readonly width: string;
  readonly isNumber: boolean;
}

const features = tableFeatures({ columnVisibilityFeature, columnMeta: metaHelper<ColumnFacts>() });

interface Sortable<Sort extends string> extends Sorting<Sort> {
  readonly onSort: (sort: Sort) => void;
}

interface DataTableProps<Row extends RowData, Sort extends string> extends Pick<
  VirtualRowsOptions,
  'onNearEnd' | 'initialOffset'
> {
  /** Absent where no column can be ordered by. */
  readonly sorting?: Sortable<Sort>;
  /** What the page may ask of the rendered rows. */
  readonly handle?: VirtualRowsOptions['ref'];
  /** Under this name a person's choice of columns is kept. */
  readonly table: TableName;
  readonly label: string;
  readonly columns: readonly TableColumn<Row, Sort>[];
  readonly rows: readonly Row[];
  /** All rows, if not all are loaded. */
  readonly total: number;
  /** A stable function: the identity of a row. */
  readonly keyOf: (row: Row) => string;
  readonly onScroll?: ((offset: number) => void) | undefined;
  /** A row on a phone, where there is no room for columns. */
  readonly narrowRow: (row: Row) => ReactNode;
  /** What stands below the cells of an open row, over its whole width; null for a closed one. Absent where no row opens. */
  readonly detailOf?: (row: Row) => ReactNode;
  /** What stands above the rows on a phone. */
  readonly narrowHead?: ReactNode;
  readonly className?: string | undefined;
}

const ROW_REM = 2.125;
const NARROW_ROW_REM = 3.375;

/** A table of any length with columns to choose and to order by, of which only the visible rows exist. */
export function DataTable<Row extends RowData, Sort extends string>(props: DataTableProps<Row, Sort>) {
  const { columns, rows, keyOf, narrowRow, detailOf, handle } = props;
  const isNarrow = useIsNarrow();
  const [room, widthPx] = useWidth<HTMLDivElement>();
  const rem = useRem();
  const { hidden } = useHiddenColumns(props.table);
  const definitions = useMemo(
    () =>
      columns.map(({ id, width, isNumber = false, cell }) => ({
        id,
        meta: { width, isNumber },
        cell: ({ row }: { readonly row: { readonly original: Row } }) => cell(row.original),
      })),
    [columns],
  );
  const wanted = columns.filter(({ id, isFixed }) => isFixed === true || !hidden.has(id));
  const fitting = new Set(fittingColumns(wanted, widthPx === null ? 0 : widthPx / rem).map(({ id }) => id));
  const columnVisibility = Object.fromEntries(columns.map(({ id }) => [id, fitting.has(id)]));
  const table = useTable({ features, columns: definitions, data: rows, getRowId: keyOf, state: { columnVisibility } });
  const shown = table.getVisibleLeafColumns();
  const modelRows = table.getRowModel().rows;
  const rowKey = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    [rows, keyOf],
  );
  const tracks: CSSProperties = {
    gridTemplateColumns: shown.map(({ columnDef }) => columnDef.meta?.width ?? 'auto').join(' '),
  };
  const isShown = new Set(shown.map(({ id }) => id));
  const rowRem = isNarrow ? NARROW_ROW_REM : ROW_REM;
  return (
    <div ref={room}>
      <VirtualList
        ref={handle}
        label={props.label}
        className={props.className}
        count={rows.length}
        total={props.total}
        rowRem={rowRem}
        isMeasured={detailOf !== undefined}
        keyOf={rowKey}
        onNearEnd={props.onNearEnd}
        initialOffset={props.initialOffset}
        onScroll={props.onScroll}
        head={
          isNarrow ? (
            props.narrowHead
          ) : (
            <div role="rowgroup">
              <div role="row" aria-rowindex={1} className={styles.titles} style={tracks}>
                {columns
                  .filter(({ id }) => isShown.has(id))
                  .map((column) => (
                    <Title key={column.id} column={column} sorting={props.sorting} />
                  ))}
              </div>
            </div>
          )
        }
        renderRow={(index, tabIndex) => {
          const row = modelRows[index];
          if (row === undefined) return null;
          const cells = isNarrow ? (
            narrowRow(row.original)
          ) : (
            <div className={styles.row} style={tracks}>
              {row.getVisibleCells().map((cell) => (
                <div
                  key={cell.id}
                  role="cell"
                  className={cell.column.columnDef.meta?.isNumber === true ? styles.number : styles.text}
                >
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          );
          return (
            <RowTabContext value={tabIndex}>
              {detailOf === undefined ? (
                cells
              ) : (
                <OpenableRow heightRem={rowRem} detail={detailOf(row.original)}>
                  {cells}
                </OpenableRow>
              )}
            </RowTabContext>
          );
        }}
      />
    </div>
  );
}

interface OpenableRowProps {
  readonly heightRem: number;
  readonly detail: ReactNode;
  readonly children: ReactNode;
}

/** The cells of a row, which keep their height, and what it says when it is open. */
function OpenableRow({ heightRem, detail, children }: OpenableRowProps) {
  return (
    <>
      <div style={{ height: `${String(heightRem)}rem` }}>{children}</div>
      {detail === null ? null : (
        <div role="cell" className={styles.detail}>
          {detail}
        </div>
      )}
    </>
  );
}

interface TitleProps<Row, Sort extends string> {
  readonly column: TableColumn<Row, Sort>;
  readonly sorting: Sortable<Sort> | undefined;
}

function Title<Row, Sort extends string>({ column, sorting }: TitleProps<Row, Sort>) {
  const className = column.isNumber === true ? styles.number : styles.text;
  const { sort: by, hint, mark, title } = column;
  if (by === undefined || sorting === undefined) {
    return (
      <div role="columnheader" className={className} title={hint}>
        {mark} {title}
      </div>
    );
  }
  return (
    <SortTitle by={by} {...sorting} className={className} {...(hint === undefined ? {} : { hint })}>
      {mark}
      {title}
    </SortTitle>
  );
}
