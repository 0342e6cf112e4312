import { PageHead } from '../../components/layout/PageHead.js';
import { isRangeTurned, viewOfFilters } from './event-filter.js';
import { EventFilterForm } from './EventFilterForm.js';
import { EventHistory } from './EventHistory.js';
import { ExportLinks } from './ExportLinks.js';
import { LiveTail } from './LiveTail.js';
import { useEventFilters } from './use-event-filters.js';

/** All stored events by filter, live where a room follows the filter. */
export function EventsPage() {
  const filters = useEventFilters();
  const view = viewOfFilters(filters);
  const key = JSON.stringify(filters);
  return (
    <>
      <PageHead
        title="Events"
        note="Each line that a gateway logged about IPsec. Only drops are logged, and datagrams get lost: counts are lower bounds."
      >
        <ExportLinks filters={filters} />
      </PageHead>
      <EventFilterForm filters={filters} />
      {isRangeTurned(filters) ? null : view === null ? (
        <EventHistory key={key} filters={filters} />
      ) : (
        <LiveTail key={key} filters={filters} view={view} />
      )}
    </>
  );
}
