import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useMemo } from 'react';
import { fetchCatalogue } from '../../http/api.js';
import { type QueryState, useApiQuery } from '../../http/use-api-query.js';

/** A page may stay open for weeks, and the catalogue may be extended meanwhile. */
const SHARED_FOR_MS = 10 * MINUTE_MS;

/** The catalogue, fetched once for all pages together. */
export function useCatalogue(): QueryState<readonly CatalogueEntry[]> {
  return useApiQuery({ key: ['catalogue'], load: fetchCatalogue, sharedForMs: SHARED_FOR_MS });
}

/** Entries by message id; empty until the catalogue is loaded. */
export function useCatalogueById(): ReadonlyMap<number, CatalogueEntry> {
  const { data } = useCatalogue();
  return useMemo(() => new Map((data ?? []).map((entry) => [entry.id, entry])), [data]);
}
