import type { Problem } from '@tunnelwatch/shared/error-code';
import { QueryClient, type QueryKey, skipToken, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { problemFrom } from './http-error.js';

/**
 * The one client of all queries; hooks name it, so that a page without a query, such as the wall, loads none of this.
 * A failure is shown with a button to try again and not retried in silence. What no component shows is forgotten and its
 * request is aborted. `always`, since a browser that claims to be offline may well reach a server in its own network.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
    mutations: { networkMode: 'always' },
  },
});

/** What a page has of a request. `data` of the last success stays while a new one is under way or has failed. */
export interface QueryState<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  /** True while a request is under way, the first or a later one. */
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface ApiQuery<T> {
  /** The endpoint and all that its answer depends on; null asks for nothing. */
  readonly key: QueryKey | null;
  /** Asks the server; the request is aborted when nobody waits for it any more. */
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** Shows the answer of the key before until the new one is here, also where the new one fails. */
  readonly keepsOld?: boolean;
  /** Asks again this often while the page can be seen, ms. */
  readonly refreshMs?: number | undefined;
  /** Serves everybody who asks within this time with one answer, ms. */
  readonly sharedForMs?: number;
}

/** Asks an endpoint when the key changes, at intervals, or on `reload`. */
export function useApiQuery<T>({
  key,
  load,
  keepsOld = false,
  refreshMs,
  sharedForMs = 0,
}: ApiQuery<T>): QueryState<T> {
  const { data, error, isFetching, refetch } = useQuery(
    {
      queryKey: key ?? ['nothing'],
      queryFn: key === null ? skipToken : ({ signal }) => load(signal),
      refetchInterval: refreshMs ?? false,
      staleTime: sharedForMs,
      gcTime: sharedForMs,
    },
    queryClient,
  );
  const [kept, setKept] = useState<T | null>(null);
  if (data !== undefined && data !== kept) setKept(data);
  const reload = useCallback(() => void refetch(), [refetch]);
  // Who tries again after a failure sees that something happens.
  const isTriedAgain = isFetching && data === undefined;
  return {
    data: data ?? (keepsOld && key !== null ? kept : null),
    problem: error === null || isTriedAgain ? null : problemFrom(error),
    isLoading: isFetching,
    reload,
  };
}
