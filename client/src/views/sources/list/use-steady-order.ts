import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { useEffect, useRef, useState } from 'react';
import { sortSources, type SourceOrder } from './source-sort.js';

const RENEW_MS = 5000;

/**
 * The sources in an order that is refreshed every few seconds and never while the list is in use: rates and lags change
 * every second, and rows must not jump under the pointer. New sources are at the end until then.
 * @param isInUse whether the pointer is on the list or it is scrolled
 */
export function useSteadyOrder(
  sources: readonly SourceHealth[],
  sorted: SourceOrder,
  isInUse: () => boolean,
): readonly SourceHealth[] {
  const key = `${sorted.sort} ${sorted.order}`;
  const idsNow = (): readonly number[] => sortSources(sources, sorted).map(({ id }) => id);
  const [kept, setKept] = useState(() => ({ key, ids: idsNow() }));
  const isOld = kept.key !== key || (kept.ids.length === 0 && sources.length > 0);
  const current = isOld ? { key, ids: idsNow() } : kept;
  if (isOld) setKept(current);
  const renew = useRef<() => void>(() => undefined);
  useEffect(() => {
    renew.current = () => {
      if (!isInUse()) setKept({ key, ids: idsNow() });
    };
  });
  useEffect(() => {
    const timer = setInterval(() => renew.current(), RENEW_MS);
    return () => clearInterval(timer);
  }, []);
  return inOrder(sources, current.ids);
}

/** The sources in the order of some ids, followed by those that are not in it yet. */
export function inOrder(sources: readonly SourceHealth[], ids: readonly number[]): readonly SourceHealth[] {
  const rest = new Map(sources.map((source) => [source.id, source]));
  const known = ids.flatMap((id) => {
    const source = rest.get(id);
    rest.delete(id);
    return source ?? [];
  });
  return [...known, ...rest.values()];
}
