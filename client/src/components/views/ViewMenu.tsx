import { type ViewPage, viewSearch } from '@tunnelwatch/shared/saved-views';
import { lazy, Suspense, useState } from 'react';
import { ManageViewsDialog, SaveViewDialog } from '../lazy-dialogs.js';
import { useViews } from './use-views.js';
import styles from './ViewMenu.module.css';

const OpenedViewMenu = lazy(() => import('./OpenedViewMenu.js').then((m) => ({ default: m.OpenedViewMenu })));

/** Saved views of a page: chosen, saved from the current filters, and managed. The menu is loaded when somebody opens it first. */
export function ViewMenu({ page }: { readonly page: ViewPage }) {
  const views = useViews(page);
  const [isAsked, setIsAsked] = useState(false);
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const items = views.list?.items ?? [];
  const shown = items.find(({ search }) => views.current !== '' && viewSearch(search) === views.current);
  const words = (
    <>
      {shown === undefined ? 'Views' : `View: ${shown.name}`} <span aria-hidden="true">▾</span>
    </>
  );
  const button = (
    <button
      type="button"
      className={styles.trigger}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setIsAsked(true)}
    >
      {words}
    </button>
  );
  return (
    <>
      {isAsked ? (
        <Suspense fallback={button}>
          <OpenedViewMenu views={views} onSave={() => setDialog('save')} onManage={() => setDialog('manage')}>
            {words}
          </OpenedViewMenu>
        </Suspense>
      ) : (
        button
      )}
      {dialog === 'save' ? <SaveViewDialog page={page} views={views} onClose={() => setDialog(null)} /> : null}
      {dialog === 'manage' ? <ManageViewsDialog page={page} views={views} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
