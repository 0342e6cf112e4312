import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { useMemo } from 'react';
import { Button } from '../../components/form/Button.js';
import { EventRows } from '../../components/event/EventRows.js';
import { Panel } from '../../components/layout/Panel.js';
import { useCatalogueById } from '../../components/catalogue/use-catalogue.js';
import { useHiddenColumns } from '../../components/table/use-hidden-columns.js';
import { useOpenSet } from '../../components/list/use-open-set.js';
import { fetchEventCount, fetchEvents } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { countLabel, type EventFilters, queryOfFilters } from './event-filter.js';
import { EventsEmpty } from './EventsEmpty.js';
import { LoadOlder } from './LoadOlder.js';
import styles from './TailState.module.css';
import { joinPages, readOlder } from './older-pages.js';
import { useOlderEvents } from './use-older-events.js';

const FIRST_EVENTS = 100;
const NO_EVENTS: readonly TunnelwatchEvent[] = [];
const NOTHING_SHOWN: ReadonlySet<number> = new Set();

/** Stored events of filters that no live room follows: the newest ones, and older pages on request. */
export function EventHistory({ filters }: { readonly filters: EventFilters }) {
  const query = queryOfFilters(filters);
  const first = useApiQuery({
    key: ['events', 'newest', query],
    // A long search ends early, perhaps without an event so far: it goes on until there is one, or nothing more.
    load: (signal) =>
      readOlder((place) => fetchEvents({ ...query, ...place, limit: FIRST_EVENTS }, signal), {}, NOTHING_SHOWN),
  });
  const count = useEventCount(filters);
  const older = useOlderEvents(query);
  const catalogue = useCatalogueById();
  const { hidden } = useHiddenColumns('events');
  const { open, toggle } = useOpenSet();
  const newest = first.data?.items ?? NO_EVENTS;
  const shown = useMemo(() => joinPages([newest, ...older.pages]), [newest, older.pages]);
  const cursor = first.data?.nextCursor ?? null;
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
      isLoading={first.data === null}
      problem={first.data === null ? first.problem : null}
      onRetry={first.reload}
      skeletonRem={30}
      empty={first.data !== null && shown.length === 0 ? <EventsEmpty filters={filters} /> : null}
    >
      <EventRows
        label="Events"
        events={shown}
        catalogue={catalogue}
        open={open}
        onToggle={toggle}
        hasSubject
        hidden={hidden}
      />
      <LoadOlder
        older={older}
        isWhole={cursor === null}
        onLoad={() => older.load(cursor === null ? {} : { cursor }, newest)}
      />
    </Panel>
  );
}

/** How often events are counted again, ms; a text search reads every line, so its count is made only once. */
const RECOUNT_MS = 10_000;

/** The exact number of stored events that match, as text. */
function useEventCount(filters: EventFilters): string {
  const query = queryOfFilters(filters);
  const { data, problem } = useApiQuery({
    key: ['events', 'count', query],
    load: (signal) => fetchEventCount(query, signal),
    refreshMs: filters.q === null ? RECOUNT_MS : undefined,
  });
  if (data === null && problem !== null) return 'Events (count unavailable)';
  return countLabel(data?.count ?? null);
}
