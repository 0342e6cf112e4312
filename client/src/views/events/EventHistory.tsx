import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { useMemo } from 'react';
import { Button } from '../../components/form/Button.js';
import { EventRows } from '../../components/event/EventRows.js';
import { Panel } from '../../components/layout/Panel.js';
import { useCatalogueById } from '../../components/catalogue/use-catalogue.js';
import { useHiddenColumns } from '../../components/table/use-hidden-columns.js';
import { useOpenSet } from '../../components/list/use-open-set.js';
import { fetchEventCount } from '../../http/api.js';
import type { Query } from '../../http/http-client.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { countLabel, type EventFilters, queryOfFilters } from './event-filter.js';
import { EventsEmpty } from './EventsEmpty.js';
import { LoadOlder } from './LoadOlder.js';
import styles from './TailState.module.css';
import { joinPages } from './older-pages.js';
import { SearchState } from './SearchState.js';
import { useEventSearch } from './use-event-search.js';
import { useOlderEvents } from './use-older-events.js';

const FIRST_EVENTS = 100;
const NO_EVENTS: readonly TunnelwatchEvent[] = [];
const NOTHING_SHOWN: ReadonlySet<number> = new Set();

/** Stored events of filters that no live room follows: the newest ones, and older pages on request. */
export function EventHistory({ filters }: { readonly filters: EventFilters }) {
  const query = queryOfFilters(filters);
  const { first, searching, page, newest, cursor, stop } = useNewestEvents(query);
  const older = useOlderEvents(query);
  const catalogue = useCatalogueById();
  const { hidden } = useHiddenColumns('events');
  const { open, toggle } = useOpenSet();
  const shown = useMemo(() => joinPages([newest, ...older.pages]), [newest, older.pages]);
  const isWhole = searching === null && first.data !== null && (cursor === null || !older.hasMore);
  const reached = older.search.step ?? older.reached ?? page;
  const isUnfinished = reached === null || reached.searchedTo !== null;
  const count = useEventCount(filters, { shown: page === null ? null : shown.length, isWhole, isUnfinished });
  const update = (): void => {
    older.reset();
    first.reload();
  };
  return (
    <Panel
      title={count}
      aside={
        <span className={styles.state}>
          <span title="Live updates support gateway, class and message ID filters only. With any other filter, stored events are shown.">
            Not live with these filters
          </span>
          <Button onClick={update} disabled={first.isLoading}>
            {first.isLoading ? 'Loading…' : 'Refresh'}
          </Button>
        </span>
      }
      isLoading={page === null}
      problem={page === null ? first.problem : null}
      onRetry={first.reload}
      skeletonRem={30}
      empty={isWhole && shown.length === 0 ? <EventsEmpty filters={filters} /> : null}
    >
      {shown.length === 0 ? null : (
        <EventRows
          label="Events"
          events={shown}
          catalogue={catalogue}
          open={open}
          onToggle={toggle}
          hasSubject
          hidden={hidden}
        />
      )}
      {searching === null ? (
        <LoadOlder
          older={older}
          isWhole={cursor === null}
          first={first.data ?? undefined}
          onLoad={() => older.load(cursor === null ? {} : { cursor }, newest)}
        />
      ) : (
        <SearchState reached={searching} isRunning onStop={stop} onGoOn={first.reload} />
      )}
    </Panel>
  );
}

/** How often events are counted again, ms; a text search reads every line, so its count is made only once. */
const RECOUNT_MS = 10_000;

/** The newest events that match, and what was found of them while they are searched for. */
function useNewestEvents(query: Query) {
  const search = useEventSearch();
  const first = useApiQuery({
    key: ['events', 'newest', query],
    load: (signal) => search.read({ query, place: {}, limit: FIRST_EVENTS, shown: NOTHING_SHOWN }, signal),
  });
  const searching = first.isLoading ? search.step : null;
  const page = searching ?? first.data;
  return {
    first,
    searching,
    page,
    newest: page?.items ?? NO_EVENTS,
    cursor: page?.nextCursor ?? null,
    stop: search.stop,
  };
}

interface ListState {
  /** Null before the first part of a search. */
  readonly shown: number | null;
  /** True when the list has all events that match. */
  readonly isWhole: boolean;
  /** True while events are searched for, or once that was stopped. */
  readonly isUnfinished: boolean;
}

/** The exact number of stored events that match, as text. That of a text is counted once its search needs no more time. */
function useEventCount(filters: EventFilters, { shown, isWhole, isUnfinished }: ListState): string {
  const query = queryOfFilters(filters);
  const isTextual = filters.q !== null;
  const { data, problem } = useApiQuery({
    key: isTextual && (isUnfinished || isWhole) ? null : ['events', 'count', query],
    load: (signal) => fetchEventCount(query, signal),
    refreshMs: isTextual ? undefined : RECOUNT_MS,
  });
  if (isTextual && isWhole) return countLabel(shown);
  if (isTextual && isUnfinished) return shown === null ? 'Searching…' : `${countLabel(shown)} so far`;
  if (data === null && problem !== null) return 'Events (count unavailable)';
  return countLabel(data?.count ?? null);
}
