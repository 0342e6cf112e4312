import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { Link } from 'react-router';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { Panel } from '../../../components/layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { fetchEvents } from '../../../http/api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { useAtParameter } from '../../../history/history-context.js';
import { episodeQuery } from './alert-query.js';
import { EventRows } from '../../../components/event/EventRows.js';
import { useCatalogueById } from '../../../components/catalogue/use-catalogue.js';
import { useOpenSet } from '../../../components/list/use-open-set.js';

const SHOWN = 20;

/** The newest events behind an alert. They are fetched again when the alert's count rises. */
export function AlertEvents({ alert }: { readonly alert: ShownAlert }) {
  const query = { ...episodeQuery(alert), ...useAtParameter() };
  const { data, problem, isLoading, reload } = useApiQuery({
    key: ['events', query, alert.count],
    load: (signal) => fetchEvents({ ...query, limit: SHOWN }, signal),
    keepsOld: true,
  });
  const search = new URLSearchParams(Object.entries(episodeQuery(alert)).map(([name, value]) => [name, String(value)]));
  return (
    <Panel
      title="Triggering events"
      aside={<Link to={`/events?${search.toString()}`}>{allEventsText(alert.count)}</Link>}
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={10}
      empty={data?.items.length === 0 ? <p>These events are no longer stored.</p> : null}
    >
      <EventList events={data?.items ?? []} />
    </Panel>
  );
}

function allEventsText(count: number): string {
  return count === 1 ? 'View on the Events page' : `View all ${formatCount(count)} events`;
}

/** Fetched events, each of which expands to its fields, its raw line and its explanation. */
function EventList({ events }: { readonly events: readonly TunnelwatchEvent[] }) {
  const catalogue = useCatalogueById();
  const { open, toggle } = useOpenSet();
  return <EventRows label="Events" events={events} catalogue={catalogue} open={open} onToggle={toggle} hasSubject />;
}
