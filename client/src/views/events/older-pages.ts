import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { SearchProgress } from '@tunnelwatch/shared/api';
import { compareNewest } from '@tunnelwatch/shared/protocol';
import type { Query } from '../../http/http-client.js';

type Events = readonly TunnelwatchEvent[];

/** A page of a list, and the cursor of the next one; null at the end. */
export interface EventPage {
  readonly items: Events;
  readonly nextCursor: string | null;
  /** How far back the search came before it was ended, epoch ms; null when nothing is missing from the page. */
  readonly searchedTo: number | null;
  readonly progress: SearchProgress | null;
}

/** Follows a search that takes long. */
export interface SearchWatch {
  /** Called after each part of it, with all that was found by then. */
  readonly onStep: (page: EventPage) => void;
  /** Whether it is to end where it is. */
  readonly isStopped: () => boolean;
  /** A part of a search is a page once it has this many events. */
  readonly enough: number;
}

/**
 * Where the older pages of a live tail begin: at its newest time. The tail is in order of arrival, so a late event may be
 * its last one, and events that a burst skipped or displaced are missing in between.
 */
export function olderThan(tail: Events): Query {
  if (tail.length === 0) return {};
  const newest = tail.reduce((most, { time }) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return { to: new Date(newest + 1).toISOString() };
}

/**
 * Reads up to the next page with an event that is not shown yet: if many share a second, whole pages may be known. A search
 * that takes long comes in parts, and goes on until a page is full, nothing is left, or it is stopped.
 */
export async function readOlder(
  fetchPage: (place: Query) => Promise<EventPage>,
  place: Query,
  shown: ReadonlySet<number>,
  watch: SearchWatch,
): Promise<EventPage> {
  let page = await fetchPage(place);
  let news = page.items.filter(({ seq }) => !shown.has(seq));
  while (page.nextCursor !== null && news.length < (page.searchedTo === null ? 1 : watch.enough)) {
    const soFar = { ...page, items: news };
    if (page.searchedTo !== null) watch.onStep(soFar);
    if (watch.isStopped()) return soFar;
    try {
      page = await fetchPage({ cursor: page.nextCursor });
    } catch (error) {
      if (watch.isStopped()) return soFar;
      throw error;
    }
    news = [...news, ...page.items.filter(({ seq }) => !shown.has(seq))];
  }
  return { ...page, items: news };
}

/** The tail in order of arrival; with older pages, everything in list order, newest first. */
export function joinOlder(tail: Events, older: readonly Events[]): Events {
  return older.length === 0 ? tail : joinPages([tail, ...older]).toSorted(compareNewest);
}

/** Consecutive pages as one list: an event that is in two of them is kept at its first place. */
export function joinPages(pages: readonly Events[]): Events {
  const bySeq = new Map<number, TunnelwatchEvent>();
  for (const event of pages.flat()) if (!bySeq.has(event.seq)) bySeq.set(event.seq, event);
  return [...bySeq.values()];
}
