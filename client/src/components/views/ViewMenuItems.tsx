import { Menu } from '@base-ui/react/menu';
import { type SavedView, viewSearch } from '@tunnelwatch/shared/saved-views';
import type { MenuTrigger } from '../menu/LazyMenu.js';
import { OpenMenu } from '../menu/OpenMenu.js';
import type { Views } from './use-views.js';
import styles from './ViewMenu.module.css';

interface ViewMenuItemsProps {
  readonly views: Views;
  readonly onSave: () => void;
  readonly onManage: () => void;
  readonly trigger: MenuTrigger;
}

/** The menu of saved views. */
export function ViewMenuItems({ views, onSave, onManage, trigger }: ViewMenuItemsProps) {
  const items = views.list?.items ?? [];
  const own = items.filter(({ isShared }) => !isShared);
  const shared = items.filter(({ isShared }) => isShared);
  return (
    <OpenMenu trigger={trigger} popupClassName={styles.popup}>
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
    </OpenMenu>
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
