import { type CSSProperties, type ReactNode, useId, useMemo, useState } from 'react';
import { Button } from '../components/form/Button.js';
import type { ChartTable } from './chart-table.js';
import styles from './ChartFrame.module.css';

interface ChartFrameProps {
  /** What the chart shows, in a few words: its name for those who cannot see it. */
  readonly label: string;
  /** What can be seen in it, in sentences. */
  readonly text: string;
  /** Made when somebody asks for it. */
  readonly table: () => ChartTable;
  readonly legend?: ReactNode;
  /** The unit of the vertical axis. */
  readonly unit?: string;
  /** Switches all charts over time of the page to a logarithmic axis and back; absent where there is none. */
  readonly log?: { readonly isOn: boolean; readonly onSwitch: () => void };
  readonly heightRem: number;
  /** The chart. */
  readonly children: ReactNode;
}

/** A chart with its legend, and the table and the text behind it for those who cannot see it. */
export function ChartFrame({ label, text, table, legend, unit, log, heightRem, children }: ChartFrameProps) {
  const [isTable, setIsTable] = useState(false);
  const textId = useId();
  const style: CSSProperties & Record<'--chart-height', string> = { '--chart-height': `${String(heightRem)}rem` };
  return (
    <div className={styles.frame} style={style}>
      <div className={styles.head}>
        <div className={styles.legend}>{legend}</div>
        {log === undefined ? null : (
          <Button
            className={styles.toggle}
            aria-pressed={log.isOn}
            aria-label={`Log scale: ${label}`}
            title="Logarithmic scale for all charts over time of this page"
            onClick={log.onSwitch}
          >
            Log
          </Button>
        )}
        <Button
          className={styles.toggle}
          aria-pressed={isTable}
          aria-label={`Table: ${label}`}
          onClick={() => setIsTable(!isTable)}
        >
          Table
        </Button>
      </div>
      {isTable ? (
        <TableBehind label={label} text={text} table={table} />
      ) : (
        <>
          <figure className={styles.figure} role="img" aria-label={label} aria-describedby={textId}>
            {unit === undefined ? null : <span className={styles.unit}>{unit}</span>}
            {children}
          </figure>
          <p id={textId} className="visually-hidden">
            {text}
          </p>
        </>
      )}
    </div>
  );
}

function TableBehind({ label, text, table }: Pick<ChartFrameProps, 'label' | 'text' | 'table'>) {
  const { columns, rows, note } = useMemo(table, [table]);
  return (
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      <p className={styles.note}>
        {text} {note}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = '', ...cells], index) => (
            // Rows of a table that is made anew have nothing else that stays.
            <tr key={`${name} ${String(index)}`}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={columns[column + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
