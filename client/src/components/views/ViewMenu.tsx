import { type ViewPage, viewSearch } from '@tunnelwatch/shared/saved-views';
import { lazy, useState } from 'react';
import { ManageViewsDialog, SaveViewDialog } from '../lazy-dialogs.js';
import { useViews } from './use-views.js';
import { LazyMenu } from '../menu/LazyMenu.js';
import menu from '../menu/menu.module.css';

const ViewMenuItems = lazy(() => import('./ViewMenuItems.js').then((m) => ({ default: m.ViewMenuItems })));

/** Saved views of a page: chosen, saved from the current filters, and managed. */
export function ViewMenu({ page }: { readonly page: ViewPage }) {
  const views = useViews(page);
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const items = views.list?.items ?? [];
  const shown = items.find(({ search }) => views.current !== '' && viewSearch(search) === views.current);
  const trigger = {
    className: menu.trigger,
    children: (
      <>
        {shown === undefined ? 'Views' : `View: ${shown.name}`} <span aria-hidden="true">▾</span>
      </>
    ),
  };
  return (
    <>
      <LazyMenu trigger={trigger}>
        <ViewMenuItems
          trigger={trigger}
          views={views}
          onSave={() => setDialog('save')}
          onManage={() => setDialog('manage')}
        />
      </LazyMenu>
      {dialog === 'save' ? <SaveViewDialog page={page} views={views} onClose={() => setDialog(null)} /> : null}
      {dialog === 'manage' ? <ManageViewsDialog page={page} views={views} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
