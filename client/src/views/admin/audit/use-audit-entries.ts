import type { Problem } from '@tunnelwatch/shared/error-code';
import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { problemFrom } from '../../../http/http-error.js';
import { fetchAudit } from '../../../http/audit-api.js';
import type { Query } from '../../../http/http-client.js';
import { queryClient } from '../../../http/use-api-query.js';

const PAGE_ENTRIES = 100;

export interface AuditEntries {
  /** The newest first; null until the first page has arrived. */
  readonly entries: readonly ApiAuditEntry[] | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  readonly hasOlder: boolean;
  readonly loadOlder: () => void;
  readonly reload: () => void;
}

/** The entries that match, page by page. */
export function useAuditEntries(query: Query): AuditEntries {
  const result = useInfiniteQuery(
    {
      queryKey: ['audit', query],
      queryFn: ({ pageParam, signal }) =>
        fetchAudit({ ...query, limit: PAGE_ENTRIES, cursor: pageParam ?? undefined }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: ({ nextCursor }) => nextCursor,
    },
    queryClient,
  );
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = result;
  return {
    entries: data?.pages.flatMap(({ items }) => items) ?? null,
    problem: error === null ? null : problemFrom(error),
    isLoading: isFetching,
    hasOlder: hasNextPage,
    loadOlder: () => void fetchNextPage(),
    reload: () => void refetch(),
  };
}
