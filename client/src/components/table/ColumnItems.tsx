import { Menu } from '@base-ui/react/menu';
import type { TableName } from '@tunnelwatch/shared/personal-settings';
import type { MenuTrigger } from '../menu/LazyMenu.js';
import { OpenMenu } from '../menu/OpenMenu.js';
import styles from './ColumnsMenu.module.css';
import type { TableColumn } from './table-columns.js';
import { useHiddenColumns } from './use-hidden-columns.js';

export interface ColumnItemsProps {
  readonly trigger: MenuTrigger;
  readonly table: TableName;
  readonly columns: readonly Pick<TableColumn<never, string>, 'id' | 'title' | 'isFixed'>[];
}

/** The menu of the columns of a table. It stays open: mostly several are changed. */
export function ColumnItems({ trigger, table, columns }: ColumnItemsProps) {
  const { hidden, setHidden } = useHiddenColumns(table);
  return (
    <OpenMenu trigger={trigger}>
      {columns
        .filter(({ isFixed }) => isFixed !== true)
        .map(({ id, title }) => (
          <Menu.CheckboxItem
            key={id}
            className={styles.item}
            checked={!hidden.has(id)}
            onCheckedChange={(isShown) => setHidden(id, !isShown)}
          >
            <span className={styles.box} aria-hidden="true">
              <Menu.CheckboxItemIndicator>✓</Menu.CheckboxItemIndicator>
            </span>
            {title}
          </Menu.CheckboxItem>
        ))}
    </OpenMenu>
  );
}
