import type { Problem } from '@tunnelwatch/shared/error-code';
import { QueryClient, type QueryKey, skipToken, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { problemFrom } from './http-error.js';

/**
 * The only client of all queries; it is imported by hooks, so that a page without a query, such as the wall, loads none of it.
 * A failure is shown with a retry button and not retried silently. What no component shows is dropped and its
 * request is aborted. `always`, since a browser that claims to be offline may well reach a server in its own network.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
    mutations: { networkMode: 'always' },
  },
});

/** The state of a request. The `data` of the last success is kept while a new one is in progress or has failed. */
export interface QueryState<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  /** True while a request is in progress, the first or a later one. */
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface ApiQuery<T> {
  /** The endpoint and everything that its answer depends on; null requests nothing. */
  readonly key: QueryKey | null;
  /** Sends the request; it is aborted when nobody waits for it any more. */
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** Shows the answer for the previous key until the new one arrives, even if that fails. */
  readonly keepsOld?: boolean;
  /** Refetches this often while the page is visible, ms. */
  readonly refreshMs?: number | undefined;
  /** Shares one answer among all requests within this time, ms. */
  readonly sharedForMs?: number;
}

/** Fetches from an endpoint when the key changes, at intervals, or on `reload`. */
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
  // After a failure, a retry must be visible.
  const isTriedAgain = isFetching && data === undefined;
  return {
    data: data ?? (keepsOld && key !== null ? kept : null),
    problem: error === null || isTriedAgain ? null : problemFrom(error),
    isLoading: isFetching,
    reload,
  };
}
