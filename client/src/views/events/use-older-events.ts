import type { Problem } from '@tunnelwatch/shared/error-code';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { useEffect, useRef, useState } from 'react';
import { fetchEvents } from '../../http/api.js';
import type { Query } from '../../http/http-client.js';
import { HttpError } from '../../http/http-error.js';
import { readOlder } from './older-pages.js';

interface OlderState {
  readonly pages: readonly (readonly TunnelwatchEvent[])[];
  /** Where the next page begins; undefined before the first, null at the end. */
  readonly cursor: string | null | undefined;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
}

export interface OlderEvents extends OlderState {
  /** Loads the next page that has more than `shown`, the events above all pages; `first` says where the first one begins. */
  readonly load: (first: Query, shown: readonly TunnelwatchEvent[]) => void;
  /** Forgets all pages. */
  readonly reset: () => void;
}

const NONE: OlderState = { pages: [], cursor: undefined, isLoading: false, problem: null };
const PAGE_EVENTS = 200;

/** Older events, page by page, by the cursor of the page before. */
export function useOlderEvents(query: Query): OlderEvents {
  const [state, setState] = useState(NONE);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const load = (first: Query, shown: readonly TunnelwatchEvent[]): void => {
    if (state.isLoading || state.cursor === null) return;
    const controller = new AbortController();
    abort.current = controller;
    const place = state.cursor === undefined ? first : { cursor: state.cursor };
    setState((old) => ({ ...old, isLoading: true, problem: null }));
    const fetchPage = (from: Query) => fetchEvents({ ...query, ...from, limit: PAGE_EVENTS }, controller.signal);
    readOlder(fetchPage, place, new Set([shown, ...state.pages].flat().map(({ seq }) => seq))).then(
      (page) =>
        setState((old) => ({
          pages: [...old.pages, page.items],
          cursor: page.nextCursor,
          isLoading: false,
          problem: null,
        })),
      (error: unknown) => {
        if (!controller.signal.aborted) setState((old) => ({ ...old, isLoading: false, problem: problemOf(error) }));
      },
    );
  };
  const reset = (): void => {
    abort.current?.abort();
    setState(NONE);
  };
  return { ...state, load, reset };
}

function problemOf(error: unknown): Problem {
  if (error instanceof HttpError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: 'Older events could not be loaded', status: 0, detail, code: 'internal' };
}
