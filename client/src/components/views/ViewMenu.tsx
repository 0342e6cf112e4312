import { Menu } from '@base-ui/react/menu';
import { type SavedView, type ViewPage, viewSearch } from '@tunnelwatch/shared/saved-views';
import { useState } from 'react';
import { ManageViewsDialog } from './ManageViewsDialog.js';
import { SaveViewDialog } from './SaveViewDialog.js';
import { useViews } from './use-views.js';
import styles from './ViewMenu.module.css';

/** Saved views of a page: chosen, saved from the current filters, and managed. */
export function ViewMenu({ page }: { readonly page: ViewPage }) {
  const views = useViews(page);
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const items = views.list?.items ?? [];
  const shown = items.find(({ search }) => views.current !== '' && viewSearch(search) === views.current);
  const own = items.filter(({ isShared }) => !isShared);
  const shared = items.filter(({ isShared }) => isShared);
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger className={styles.trigger}>
          {shown === undefined ? 'Views' : `View: ${shown.name}`} <span aria-hidden="true">▾</span>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={styles.place} align="end" sideOffset={4}>
            <Menu.Popup className={styles.popup}>
              <Menu.Item className={styles.item} onClick={() => views.show('')}>
                Everything
              </Menu.Item>
              <ViewItems title="Your views" views={own} current={views.current} onShow={views.show} />
              <ViewItems title="Shared" views={shared} current={views.current} onShow={views.show} />
              <Menu.Separator className={styles.separator} />
              <Menu.Item className={styles.item} onClick={() => setDialog('save')}>
                Save view…
              </Menu.Item>
              {items.length === 0 ? null : (
                <Menu.Item className={styles.item} onClick={() => setDialog('manage')}>
                  Manage views…
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {dialog === 'save' ? <SaveViewDialog page={page} views={views} onClose={() => setDialog(null)} /> : null}
      {dialog === 'manage' ? <ManageViewsDialog page={page} views={views} onClose={() => setDialog(null)} /> : null}
    </>
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
