import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { Link } from 'react-router';
import { EventRows } from '../../components/event/EventRows.js';
import { HeldNote } from '../../components/event/HeldNote.js';
import { Panel } from '../../components/layout/Panel.js';
import { useAttention } from '../../components/list/use-attention.js';
import { useCatalogueById } from '../../components/catalogue/use-catalogue.js';
import { useHeldList } from '../../components/list/use-held-list.js';
import { useOpenSet } from '../../components/list/use-open-set.js';
import { fetchEvents } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { usePaced } from '../../live/use-paced.js';
import { useAtParameter } from '../../history/history-context.js';
import type { TimeRange } from '../../url-state/use-time-range.js';
import styles from './TunnelView.module.css';

interface TunnelEventsProps {
  readonly tunnel: Tunnel;
  /** The live list; null until the server has sent it. */
  readonly newest: readonly TunnelwatchEvent[] | null;
  readonly range: TimeRange | null;
}

/** The events of a tunnel: the newest ones live, or while zoomed the newest ones of that range. */
export function TunnelEvents(props: TunnelEventsProps) {
  return props.range === null ? <LiveEvents {...props} /> : <EventsOfRange {...props} range={props.range} />;
}

/** A list that moves more often than this cannot be followed, ms. */
const PACE_MS = 1000;
const NO_EVENTS: readonly TunnelwatchEvent[] = [];

function seqOf({ seq }: TunnelwatchEvent): number {
  return seq;
}

function LiveEvents({ tunnel, newest }: TunnelEventsProps) {
  const catalogue = useCatalogueById();
  const { open, toggle } = useOpenSet();
  const attention = useAttention();
  const events = usePaced(newest, PACE_MS);
  const held = useHeldList(events ?? NO_EVENTS, { keyOf: seqOf, isHeld: attention.isThere || open.size > 0 });
  const isLoading = events === null && held.shown.length === 0;
  return (
    <Panel
      className={styles.main}
      title="Newest events"
      aside={
        <HeldNote newer={held.newer} onShow={held.showNewer}>
          <AllEvents tunnel={tunnel} range={null} />
        </HeldNote>
      }
      isLoading={isLoading}
      skeletonRem={24}
      empty={held.shown.length === 0 ? <p>No events of this tunnel are stored any more.</p> : null}
    >
      <div {...attention.handlers}>
        <EventRows
          label="Newest events of the tunnel"
          events={held.shown}
          catalogue={catalogue}
          open={open}
          onToggle={toggle}
          hasSubject={false}
        />
      </div>
    </Panel>
  );
}

function EventsOfRange({ tunnel, range }: TunnelEventsProps & { readonly range: TimeRange }) {
  const catalogue = useCatalogueById();
  const { open, toggle } = useOpenSet();
  const { gateway, matchkey } = tunnel;
  const [from, to] = [new Date(range.from).toISOString(), new Date(range.to).toISOString()];
  const query = { gateway, matchkey, from, to, ...useAtParameter() };
  const { data, problem, isLoading, reload } = useApiQuery({
    key: ['events', query],
    load: (signal) => fetchEvents(query, signal),
  });
  return (
    <Panel
      className={styles.main}
      title="Events in this time range"
      aside={<AllEvents tunnel={tunnel} range={range} />}
      isLoading={isLoading}
      problem={problem}
      onRetry={reload}
      skeletonRem={24}
      empty={data?.items.length === 0 ? <p>No events in this time range.</p> : null}
    >
      <EventRows
        label="Events of the tunnel in this time range"
        events={data?.items ?? []}
        catalogue={catalogue}
        open={open}
        onToggle={toggle}
        hasSubject={false}
      />
      {data === null || data.nextCursor === null ? null : (
        <p className={styles.more}>
          Showing the newest {data.items.length}. <AllEvents tunnel={tunnel} range={range} />
        </p>
      )}
    </Panel>
  );
}

function AllEvents({ tunnel, range }: { readonly tunnel: Tunnel; readonly range: TimeRange | null }) {
  const search = new URLSearchParams({ gateway: tunnel.gateway, matchkey: tunnel.matchkey });
  if (range !== null) {
    search.set('from', new Date(range.from).toISOString());
    search.set('to', new Date(range.to).toISOString());
  }
  return <Link to={`/events?${search.toString()}`}>View all events</Link>;
}
