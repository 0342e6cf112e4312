import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { useMemo } from 'react';
import { fetchCatalogue } from '../../http/api.js';
import { useHttp, type HttpState } from '../../http/use-http.js';

type Catalogue = readonly CatalogueEntry[];

/** A page may stay open for weeks, and the catalogue may be extended meanwhile. */
const KEEP_MS = 10 * 60_000;

let cached: { readonly at: number; readonly answer: Promise<Catalogue> } | null = null;

/** One request serves all who ask, so nobody's leaving may abort it. A failed one is forgotten. */
function loadCatalogue(): Promise<Catalogue> {
  if (cached !== null && Date.now() - cached.at < KEEP_MS) return cached.answer;
  const answer = fetchCatalogue(new AbortController().signal);
  const mine = { at: Date.now(), answer };
  cached = mine;
  answer.catch(() => {
    if (cached === mine) cached = null;
  });
  return answer;
}

/** The catalogue, asked for once by all pages together. */
export function useCatalogue(): HttpState<Catalogue> {
  return useHttp('catalogue', loadCatalogue);
}

/** Entries by message id; empty until the catalogue is here. */
export function useCatalogueById(): ReadonlyMap<number, CatalogueEntry> {
  const { data } = useCatalogue();
  return useMemo(() => new Map((data ?? []).map((entry) => [entry.id, entry])), [data]);
}
