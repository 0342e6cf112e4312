import { type ViewList, type ViewPage, viewSearch } from '@tunnelwatch/shared/saved-views';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { HttpError } from '../../http/http-error.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { addView, fetchViews } from '../../http/views-api.js';
import { useToasts } from '../feedback/use-toasts.js';
import { browserViews, forgetBrowserViews } from './browser-views.js';

export interface Views {
  /** Null until they are known. */
  readonly list: ViewList | null;
  readonly reload: () => void;
  /** What the URL says, as a view keeps it. */
  readonly current: string;
  /** Shows a view, or everything for an empty text; Back returns. */
  readonly show: (search: string) => void;
}

/** The saved views of a page; one that is opened without parameters shows its default. */
export function useViews(page: ViewPage): Views {
  const { data, reload } = useApiQuery({ key: ['views', page], load: (signal) => fetchViews(page, signal) });
  const [search, setSearch] = useSearchParams();
  const isOpenedPlain = useRef(search.size === 0);
  useEffect(() => {
    if (data === null || !isOpenedPlain.current) return;
    isOpenedPlain.current = false;
    const view = data.items.find(({ id }) => id === data.effective);
    if (view !== undefined && search.size === 0) setSearch(view.search, { replace: true });
  }, [data, search, setSearch]);
  useImport(page, reload);
  return {
    list: data,
    reload,
    current: viewSearch(search.toString()),
    show: (next) => setSearch(next),
  };
}

/** Views that an earlier version kept in this browser are saved on the server, once. */
function useImport(page: ViewPage, reload: () => void): void {
  const { report, fail } = useToasts();
  const isBegun = useRef(false);
  useEffect(() => {
    const views = page === 'alerts' ? browserViews() : [];
    if (isBegun.current || views.length === 0) return;
    isBegun.current = true;
    importViews(views).then(
      () => {
        forgetBrowserViews();
        const count = views.length === 1 ? 'One view' : `${views.length} views`;
        report({ title: `${count} of this browser moved to the server`, detail: 'They are now on every device.' });
        reload();
      },
      (error: unknown) => {
        fail(
          'Views of this browser could not be saved on the server',
          error instanceof Error ? error.message : String(error),
        );
      },
    );
  }, [page, reload, report, fail]);
}

/** Rejects when any could not be saved; those before it are then saved, and are there already at the next try. */
async function importViews(views: readonly { name: string; search: string }[]): Promise<void> {
  for (const { name, search } of views) {
    await addView('alerts', { name, search: viewSearch(search), isShared: false }).catch((error: unknown) => {
      const isThere = error instanceof HttpError && error.problem.code === 'wrong-state';
      if (!isThere) throw error;
    });
  }
}
