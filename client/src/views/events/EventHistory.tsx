import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { useMemo } from 'react';
import { Button } from '../../components/form/Button.js';
import { EventRows } from '../../components/event/EventRows.js';
import { joinPages } from '../../components/event/held-events.js';
import { Panel } from '../../components/layout/Panel.js';
import { useCatalogueById } from '../../components/catalogue/use-catalogue.js';
import { useOpenSet } from '../../components/list/use-open-set.js';
import { fetchEventCount, fetchEvents } from '../../http/api.js';
import { useHttp } from '../../http/use-http.js';
import { type EventFilters, queryOfFilters } from './event-filter.js';
import { EventsEmpty } from './EventsEmpty.js';
import { LoadOlder } from './LoadOlder.js';
import styles from './TailState.module.css';
import { useOlderEvents } from './use-older-events.js';
import { useTick } from '../../time/ticker.js';
import { countWords } from './count-label.js';

const FIRST_EVENTS = 100;
const NO_EVENTS: readonly TunnelwatchEvent[] = [];

/** Stored events of filters that no live room follows: the newest ones, and older pages on request. */
export function EventHistory({ filters }: { readonly filters: EventFilters }) {
  const query = queryOfFilters(filters);
  const key = JSON.stringify(query);
  const first = useHttp(key, (signal) => fetchEvents({ ...query, limit: FIRST_EVENTS }, signal));
  const count = useEventCount(filters);
  const older = useOlderEvents(query);
  const catalogue = useCatalogueById();
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
          <span title="The live tail follows gateway, class and message id. With any other filter the stored events are shown.">
            Not live with these filters
          </span>
          <Button onClick={update} disabled={first.isLoading}>
            {first.isLoading ? 'Loading…' : 'Update'}
          </Button>
        </span>
      }
      isLoading={first.data === null}
      problem={first.data === null ? first.problem : null}
      onRetry={first.reload}
      skeletonRem={30}
      empty={first.data !== null && shown.length === 0 ? <EventsEmpty filters={filters} /> : null}
    >
      <EventRows label="Events" events={shown} catalogue={catalogue} open={open} onToggle={toggle} hasSubject />
      <LoadOlder older={older} isWhole={cursor === null} onLoad={() => older.load(cursor === null ? {} : { cursor })} />
    </Panel>
  );
}

/** A count by text reads every line, so it is made once and not again and again. */
const RECOUNT_MS = 10_000;

/** The exact number of stored events that match, in words. For a component that is made anew with each filter. */
function useEventCount(filters: EventFilters): string {
  const tick = useTick();
  const query = queryOfFilters(filters);
  const beat = filters.q === null ? Math.floor(tick / RECOUNT_MS) : 0;
  const { data, problem } = useHttp(`${beat} ${JSON.stringify(query)}`, (signal) => fetchEventCount(query, signal), {
    keepOld: true,
  });
  if (data === null && problem !== null) return 'Events, not counted';
  return countWords(data?.count ?? null);
}
