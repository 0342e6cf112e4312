import { Menu } from '@base-ui/react/menu';
import { type SavedView, viewSearch } from '@tunnelwatch/shared/saved-views';
import type { ReactNode } from 'react';
import type { Views } from './use-views.js';
import styles from './ViewMenu.module.css';

interface OpenedViewMenuProps {
  readonly views: Views;
  readonly onSave: () => void;
  readonly onManage: () => void;
  /** What is on its button. */
  readonly children: ReactNode;
}

/** The menu of saved views; it begins open. */
export function OpenedViewMenu({ views, onSave, onManage, children }: OpenedViewMenuProps) {
  const items = views.list?.items ?? [];
  const own = items.filter(({ isShared }) => !isShared);
  const shared = items.filter(({ isShared }) => isShared);
  return (
    <Menu.Root modal={false} defaultOpen>
      <Menu.Trigger className={styles.trigger}>{children}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.place} align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            <Menu.Item className={styles.item} onClick={() => views.show('')}>
              Everything
            </Menu.Item>
            <ViewItems title="Your views" views={own} current={views.current} onShow={views.show} />
            <ViewItems title="Shared" views={shared} current={views.current} onShow={views.show} />
            <Menu.Separator className={styles.separator} />
            <Menu.Item className={styles.item} onClick={onSave}>
              Save view…
            </Menu.Item>
            {items.length === 0 ? null : (
              <Menu.Item className={styles.item} onClick={onManage}>
                Manage views…
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ViewItemsProps {
  readonly title: string;
  readonly views: readonly SavedView[];
  readonly current: string;
  readonly onShow: (search: string) => void;
}

function ViewItems({ title, views, current, onShow }: ViewItemsProps) {
  if (views.length === 0) return null;
  return (
    <Menu.Group>
      <Menu.GroupLabel className={styles.title}>{title}</Menu.GroupLabel>
      {views.map((view) => (
        <Menu.Item
          key={view.id}
          className={styles.item}
          aria-current={viewSearch(view.search) === current ? 'true' : undefined}
          onClick={() => onShow(view.search)}
        >
          {view.name}
          {view.isShared ? <span className={styles.author}>{view.author}</span> : null}
        </Menu.Item>
      ))}
    </Menu.Group>
  );
}
