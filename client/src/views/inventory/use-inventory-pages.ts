import type { Problem } from '@tunnelwatch/shared/error-code';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { useCallback, useEffect, useState } from 'react';
import { fetchInventory } from '../../http/inventory-api.js';
import { problemFrom } from '../../http/use-http.js';
import type { Query } from '../../http/http-client.js';

export const PAGE_ROWS = 200;
/** Pages that are kept: a list of 100,000 is looked at a little at a time. */
const MOST_PAGES = 20;

interface Loaded {
  /** What the pages are of: the filter, and the revision of the inventory. */
  readonly of: string;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly InventoryEntry[]>;
}

/** A list of entries of which only the pages in sight are here. */
export interface InventoryPages {
  /** Null until the first page has come. */
  readonly total: number | null;
  readonly problem: Problem | null;
  readonly entryAt: (index: number) => InventoryEntry | undefined;
  readonly retry: () => void;
}

/**
 * The pages in sight of the filtered inventory. When the inventory changes, they are fetched anew, and what was there is
 * shown until then.
 */
export function useInventoryPages(filter: Query, revision: number, first: number, last: number): InventoryPages {
  const filterKey = JSON.stringify(filter);
  const [attempt, setAttempt] = useState(0);
  const of = `${filterKey} ${revision} ${attempt}`;
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failed, setFailed] = useState<{ readonly of: string; readonly problem: Problem } | null>(null);
  const missing = missingPages(loaded, of, first, last).join(',');
  useEffect(() => {
    if (missing === '') return undefined;
    const abort = new AbortController();
    for (const page of missing.split(',').map(Number)) {
      const query = { ...parsed(filterKey), limit: PAGE_ROWS, cursor: page * PAGE_ROWS };
      fetchInventory(query, abort.signal).then(
        ({ items, total }) => setLoaded((old) => withPage(old, of, page, items, total)),
        (error: unknown) => {
          if (!abort.signal.aborted) setFailed({ of, problem: problemFrom(error) });
        },
      );
    }
    return () => abort.abort();
  }, [of, filterKey, missing]);
  const entryAt = useCallback(
    (index: number) => loaded?.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    [loaded],
  );
  return {
    total: loaded?.total ?? null,
    problem: failed?.of === of ? failed.problem : null,
    entryAt,
    retry: () => setAttempt(attempt + 1),
  };
}

function parsed(filterKey: string): Query {
  // It was made of such an object.
  return JSON.parse(filterKey) as Query;
}

function missingPages(loaded: Loaded | null, of: string, first: number, last: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page++) {
    if (loaded?.of !== of || !loaded.pages.has(page)) pages.push(page);
  }
  return pages;
}

function withPage(
  old: Loaded | null,
  of: string,
  page: number,
  items: readonly InventoryEntry[],
  total: number,
): Loaded {
  const pages = new Map(old?.of === of ? old.pages : []);
  pages.delete(page);
  pages.set(page, items);
  for (const oldest of pages.keys()) {
    if (pages.size <= MOST_PAGES) break;
    pages.delete(oldest);
  }
  return { of, total, pages };
}
