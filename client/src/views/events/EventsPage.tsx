import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { PageHead } from '../../components/layout/PageHead.js';
import { type EventFilters, isRangeTurned, parseFilters, queryOfFilters, viewOfFilters } from './event-filter.js';
import { EventFilterForm } from './EventFilterForm.js';
import { EventHistory } from './EventHistory.js';
import { EventsChart, hasChart } from './EventsChart.js';
import { LiveTail } from './LiveTail.js';
import { TimeBar } from '../../components/time-bar/TimeBar.js';
import { useTimeRange } from '../../url-state/use-time-range.js';
import { eventExportUrl } from '../../http/api.js';
import { EVENT_COLUMNS } from '../../components/event/event-columns.js';
import { ColumnsMenu } from '../../components/table/ColumnsMenu.js';
import { ViewMenu } from '../../components/views/ViewMenu.js';
import styles from './EventsPage.module.css';

/** All stored events by filter, live if a room supports the filter. */
export function EventsPage() {
  const filters = useEventFilters();
  const view = viewOfFilters(filters);
  const key = JSON.stringify(filters);
  const time = useTimeRange();
  return (
    <>
      <PageHead
        title="Events"
        note="All IPsec events that gateways logged. Counts are lower bounds: only drops are logged, and datagrams can be lost."
      >
        <div className={styles.tools}>
          <ViewMenu page="events" />
          <ColumnsMenu table="events" columns={EVENT_COLUMNS} />
          <ExportLinks filters={filters} />
        </div>
      </PageHead>
      <div className={styles.time}>
        <TimeBar time={time} />
      </div>
      <EventFilterForm filters={filters} />
      {isRangeTurned(filters) || !hasChart(filters) ? null : <EventsChart filters={filters} time={time} />}
      {isRangeTurned(filters) ? null : view === null ? (
        <EventHistory key={key} filters={filters} />
      ) : (
        <LiveTail key={key} filters={filters} view={view} />
      )}
    </>
  );
}

/** Downloads of every stored event that matches, not only of the displayed ones. */
function ExportLinks({ filters }: { readonly filters: EventFilters }) {
  const query = queryOfFilters(filters);
  return (
    <div className={styles.exports}>
      <span>Export all matching</span>
      <a href={eventExportUrl('csv', query)} download>
        CSV
      </a>
      <a href={eventExportUrl('ndjson', query)} download>
        NDJSON
      </a>
    </div>
  );
}

/** The filters in the URL; the same reference until the URL changes. */
function useEventFilters(): EventFilters {
  const [search] = useSearchParams();
  const text = search.toString();
  return useMemo(() => parseFilters(new URLSearchParams(text)), [text]);
}
