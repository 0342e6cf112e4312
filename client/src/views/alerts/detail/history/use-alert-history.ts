import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { Problem } from '@tunnelwatch/shared/error-code';
import { useState } from 'react';
import { fetchAlertHistory } from '../../../../http/api.js';
import { useApiQuery } from '../../../../http/use-api-query.js';
import { useAtParameter } from '../../../../history/history-context.js';
import { type HistoryPages, NO_HISTORY, withNewer, withOlder } from './history-pages.js';

/** Entries per request. An entry contains the alert before and after, so they are not small. */
const PAGE_ENTRIES = 50;

/** One of the two requests behind a history. */
interface Loading {
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  readonly load: () => void;
}

interface AlertHistoryState extends HistoryPages {
  readonly newest: Loading;
  readonly older: Loading;
}

/**
 * The history of one alert: its newest entries, older ones on request, and new ones whenever the alert's version increases.
 * It restarts for another alert.
 */
export function useAlertHistory({ id, version }: Pick<ShownAlert, 'id' | 'version'>): AlertHistoryState {
  const [pages, setPages] = useState(NO_HISTORY);
  const [asked, setAsked] = useState<string | null>(null);
  const atParameter = useAtParameter();
  const newest = useApiQuery({
    key: ['alert history', id, version],
    load: async (signal) => {
      const query = { after: pages.entries[0]?.id, limit: PAGE_ENTRIES, ...atParameter };
      const page = await fetchAlertHistory(id, query, signal);
      setPages((old) => withNewer(old, page));
      return true;
    },
  });
  const older = useApiQuery({
    key: asked === null ? null : ['alert history', id, 'before', asked],
    load: async (signal) => {
      if (asked === null) return false;
      const page = await fetchAlertHistory(id, { cursor: asked, limit: PAGE_ENTRIES, ...atParameter }, signal);
      setPages((old) => withOlder(old, asked, page));
      return true;
    },
  });
  const loadOlder = (): void => {
    if (asked === pages.cursor) older.reload();
    else setAsked(pages.cursor);
  };
  return {
    ...pages,
    newest: { isLoading: newest.isLoading, problem: newest.problem, load: newest.reload },
    older: { isLoading: older.isLoading, problem: older.problem, load: loadOlder },
  };
}
