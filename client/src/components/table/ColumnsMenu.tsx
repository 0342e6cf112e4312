import { lazy } from 'react';
import { LazyMenu } from '../menu/LazyMenu.js';
import type { ColumnItemsProps } from './ColumnItems.js';
import styles from './ColumnsMenu.module.css';

const ColumnItems = lazy(() => import('./ColumnItems.js').then((m) => ({ default: m.ColumnItems })));

/** Chooses the columns of a table. */
export function ColumnsMenu(props: Omit<ColumnItemsProps, 'trigger'>) {
  const trigger = {
    className: styles.trigger,
    children: (
      <>
        Columns <span aria-hidden="true">▾</span>
      </>
    ),
  };
  return (
    <LazyMenu trigger={trigger}>
      <ColumnItems trigger={trigger} {...props} />
    </LazyMenu>
  );
}
