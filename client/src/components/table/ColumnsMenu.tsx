import { Menu } from '@base-ui/react/menu';
import type { TableName } from '@tunnelwatch/shared/personal-settings';
import styles from './ColumnsMenu.module.css';
import type { TableColumn } from './table-columns.js';
import { useHiddenColumns } from './use-hidden-columns.js';

interface ColumnsMenuProps {
  readonly table: TableName;
  readonly columns: readonly Pick<TableColumn<never, string>, 'id' | 'title' | 'isFixed'>[];
}

/** Chooses the columns of a table. The menu stays open: mostly several are changed. */
export function ColumnsMenu({ table, columns }: ColumnsMenuProps) {
  const { hidden, setHidden } = useHiddenColumns(table);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={styles.trigger}>
        Columns <span aria-hidden="true">▾</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.place} align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
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
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
