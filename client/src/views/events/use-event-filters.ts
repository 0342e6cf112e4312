import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { parseFilters, type EventFilters } from './event-filter.js';

/** The filters in the URL; the same reference while the URL stays. */
export function useEventFilters(): EventFilters {
  const [search] = useSearchParams();
  const text = search.toString();
  return useMemo(() => parseFilters(new URLSearchParams(text)), [text]);
}
