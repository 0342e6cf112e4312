import type { Problem } from '@tunnelwatch/shared/error-code';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { skipToken, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Query } from '../../http/http-client.js';
import { problemFrom } from '../../http/http-error.js';
import { queryClient } from '../../http/use-api-query.js';
import type { EventPage } from './older-pages.js';
import { type EventSearch, useEventSearch } from './use-event-search.js';

export interface OlderEvents {
  readonly pages: readonly (readonly TunnelwatchEvent[])[];
  /** False once the last page is loaded. */
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  /** The search for the next page, where it takes long. */
  readonly search: EventSearch;
  /** Where the last page ended; null without one. */
  readonly reached: Pick<EventPage, 'searchedTo' | 'progress'> | null;
  /** Loads the next page that has more than `shown`, the events above all pages; `first` gives the cursor of the first one. */
  readonly load: (first: Query, shown: readonly TunnelwatchEvent[]) => void;
  /** Drops all pages. */
  readonly reset: () => void;
}

const PAGE_EVENTS = 200;

/** Older events, page by page on request, each from the previous page's cursor. */
export function useOlderEvents(query: Query): OlderEvents {
  const [start, setStart] = useState<{ from: Query; shown: ReadonlySet<number> } | null>(null);
  const search = useEventSearch();
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery(
    {
      queryKey: ['events', 'older', query, start?.from],
      queryFn:
        start === null
          ? skipToken
          : ({ pageParam, signal }) =>
              search.read({ query, place: pageParam, limit: PAGE_EVENTS, shown: start.shown }, signal),
      initialPageParam: start?.from ?? {},
      getNextPageParam: ({ nextCursor }): Query | null => (nextCursor === null ? null : { cursor: nextCursor }),
      // Stored events do not change: a page is loaded once.
      staleTime: Number.POSITIVE_INFINITY,
    },
    queryClient,
  );
  const { step } = search;
  const pages = useMemo(
    () => [...(data?.pages ?? []), ...(step === null ? [] : [step])].map(({ items }) => items),
    [data, step],
  );
  return {
    pages,
    hasMore: data === undefined || hasNextPage,
    isLoading: isFetching,
    search,
    reached: data?.pages.at(-1) ?? null,
    problem: error === null || isFetching ? null : problemFrom(error),
    load: (from, shown) => {
      if (isFetching) return;
      if (start === null) setStart({ from, shown: new Set(shown.map(({ seq }) => seq)) });
      else void (data === undefined ? refetch() : fetchNextPage());
    },
    reset: () => setStart(null),
  };
}
