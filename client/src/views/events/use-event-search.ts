import { useCallback, useState } from 'react';
import { fetchEvents } from '../../http/api.js';
import type { Query } from '../../http/http-client.js';
import { type EventPage, readOlder } from './older-pages.js';

/** A search comes in parts that take at most this long, seconds: how far it is, and what it found, is shown after each. */
const PART_SECONDS = 2;

export interface EventSearch {
  /** What was found so far by a search that takes long, and how far it came; null while none does. */
  readonly step: EventPage | null;
  /** Ends it where it is. */
  readonly stop: () => void;
  /** Reads the next page of events that match, from a place on. */
  readonly read: (asked: SearchedPage, signal: AbortSignal) => Promise<EventPage>;
}

interface SearchedPage {
  readonly query: Query;
  readonly place: Query;
  readonly limit: number;
  /** Numbers of events that are shown already. */
  readonly shown: ReadonlySet<number>;
}

/** Searches for events, says how far the search is, and ends it on request. */
export function useEventSearch(): EventSearch {
  const [step, setStep] = useState<EventPage | null>(null);
  const [running] = useState<{ stop: (() => void) | null }>({ stop: null });
  const read = useCallback(
    async ({ query, place, limit, shown }: SearchedPage, signal: AbortSignal): Promise<EventPage> => {
      const ending = new AbortController();
      let isStopped = false;
      signal.addEventListener('abort', () => ending.abort(), { once: true });
      running.stop = () => {
        isStopped = true;
        ending.abort();
      };
      const fetchPage = (at: Query) => fetchEvents({ ...query, ...at, limit, timeout: PART_SECONDS }, ending.signal);
      try {
        return await readOlder(fetchPage, place, shown, { onStep: setStep, isStopped: () => isStopped, enough: limit });
      } finally {
        if (!signal.aborted) setStep(null);
      }
    },
    [running],
  );
  const stop = useCallback(() => running.stop?.(), [running]);
  return { step, stop, read };
}
