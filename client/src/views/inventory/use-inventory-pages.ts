import type { Problem } from '@tunnelwatch/shared/error-code';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { type QueryKey, useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { problemFrom } from '../../http/http-error.js';
import { fetchInventory } from '../../http/inventory-api.js';
import { queryClient } from '../../http/use-api-query.js';
import type { Query } from '../../http/http-client.js';

export const PAGE_ROWS = 200;
/** How long a page is kept after it has left the screen, ms: a list of 100,000 is viewed a little at a time. */
const KEEP_MS = 10_000;

type Page = Awaited<ReturnType<typeof fetchInventory>>;

/** A list of entries of which only the visible pages are loaded. */
export interface InventoryPages {
  /** Null until the first page has arrived. */
  readonly total: number | null;
  readonly problem: Problem | null;
  readonly entryAt: (index: number) => InventoryEntry | undefined;
  readonly retry: () => void;
}

/**
 * The visible pages of the filtered inventory. When the inventory changes (another revision) they are refetched; what
 * was shown before, even for another filter, stays until the answer arrives.
 */
export function useInventoryPages(filter: Query, revision: number, first: number, last: number): InventoryPages {
  const name = JSON.stringify(filter);
  const results = useQueries(
    {
      queries: pagesBetween(first, last).map((page) => ({
        queryKey: keyOf(name, page),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          fetchInventory({ ...filter, limit: PAGE_ROWS, cursor: page * PAGE_ROWS }, signal),
        gcTime: KEEP_MS,
        staleTime: KEEP_MS,
      })),
    },
    queryClient,
  );
  useRefetchAt(revision);
  const current = results.find(({ data }) => data !== undefined)?.data;
  const [shown, setShown] = useState<{ readonly name: string; readonly total: number } | null>(null);
  if (current !== undefined && (shown?.name !== name || shown.total !== current.total)) {
    setShown({ name, total: current.total });
  }
  const shownName = shown?.name ?? name;
  const entryAt = useCallback(
    (index: number) =>
      queryClient.getQueryData<Page>(keyOf(shownName, Math.floor(index / PAGE_ROWS)))?.items[index % PAGE_ROWS],
    [shownName],
  );
  const error = results.find((result) => result.error !== null)?.error ?? null;
  return {
    total: shown?.total ?? null,
    problem: error === null ? null : problemFrom(error),
    entryAt,
    retry: () => void queryClient.refetchQueries({ queryKey: ['inventory', name] }),
  };
}

/** With another revision of the inventory, previously fetched pages are refetched. */
function useRefetchAt(revision: number): void {
  const fetched = useRef(revision);
  useEffect(() => {
    if (fetched.current === revision) return;
    fetched.current = revision;
    void queryClient.invalidateQueries({ queryKey: ['inventory'] });
  }, [revision]);
}

function keyOf(name: string, page: number): QueryKey {
  return ['inventory', name, page];
}

function pagesBetween(first: number, last: number): number[] {
  const from = Math.floor(first / PAGE_ROWS);
  return Array.from({ length: Math.floor(last / PAGE_ROWS) - from + 1 }, (_, at) => from + at);
}
