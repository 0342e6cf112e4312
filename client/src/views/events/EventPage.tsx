import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { useCatalogueById } from '../../components/catalogue/use-catalogue.js';
import { type EventName, parseEventName } from '../../components/event/event-path.js';
import { EventRows } from '../../components/event/EventRows.js';
import { ChoiceSwitch } from '../../components/form/ChoiceSwitch.js';
import { FailedNote } from '../../components/layout/FailedNote.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel, Skeleton } from '../../components/layout/Panel.js';
import { useOpenSet } from '../../components/list/use-open-set.js';
import { tunnelPath } from '../../components/tunnel/paths.js';
import { SubjectName } from '../../components/tunnel/TunnelName.js';
import { formatDateTime } from '../../format/format-time.js';
import type { Query } from '../../http/http-client.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useUrlChoice } from '../../url-state/use-url-param.js';
import { fetchEvent, fetchNeighbours } from './event-neighbours.js';
import { NotFoundPage } from '../../shell/NotFoundPage.js';

/** One event by its address: its fields, its raw line, and what came before and after it. */
export function EventPage() {
  const name = parseEventName(useParams()['name'] ?? '');
  return name === null ? <NotFoundPage /> : <NamedEvent key={`${String(name.time)}.${String(name.seq)}`} name={name} />;
}

function NamedEvent({ name }: { readonly name: EventName }) {
  const { data, problem, reload } = useApiQuery({
    key: ['event', name.time, name.seq],
    load: (signal) => fetchEvent(name, signal),
    keepsOld: true,
  });
  if (data === null && problem !== null) {
    return <FailedNote title={problem.title} detail={problem.detail} onRetry={reload} />;
  }
  if (data === null) return <Skeleton rem={30} />;
  const { event } = data;
  return (
    <>
      <PageHead
        title={`Event ${String(name.seq)}`}
        note={event === null ? formatDateTime(name.time) : <Where event={event} />}
      />
      {event === null ? (
        <p>
          This event is not stored: retention has removed it, or the link is of another installation. Around its time
          there was this:
        </p>
      ) : null}
      <Neighbours name={name} event={event} />
    </>
  );
}

function Where({ event }: { readonly event: TunnelwatchEvent }) {
  const { subject, time } = event;
  const around = new URLSearchParams({
    from: new Date(time - 5 * MINUTE_MS).toISOString(),
    to: new Date(time + 5 * MINUTE_MS).toISOString(),
  });
  return (
    <>
      {formatDateTime(time)} · <SubjectName subject={subject} inventory={null} />
      {subject.kind === 'tunnel' ? (
        <>
          {' '}
          ·{' '}
          <Link to={`${tunnelPath(subject.gateway, subject.matchkey)}?${around.toString()}`}>
            the tunnel at that time
          </Link>
        </>
      ) : null}
    </>
  );
}

const SCOPES = ['tunnel', 'gateway', 'all'] as const;
type Scope = (typeof SCOPES)[number];
const SCOPE_LABEL: Readonly<Record<Scope, string>> = {
  tunnel: 'This tunnel',
  gateway: 'This gateway',
  all: 'Everything',
};

interface NeighboursProps {
  readonly name: EventName;
  readonly event: TunnelwatchEvent | null;
}

function Neighbours({ name, event }: NeighboursProps) {
  const scopes = useMemo(() => scopesOf(event), [event]);
  const [chosen, choose] = useUrlChoice('around', scopes);
  const scope = chosen ?? scopes[0] ?? 'all';
  const query = queryOf(scope, event);
  const { data, problem, reload } = useApiQuery({
    key: ['neighbours', name.time, name.seq, query],
    load: (signal) => fetchNeighbours(name, query, signal),
    keepsOld: true,
  });
  const catalogue = useCatalogueById();
  const { open, toggle } = useOpenSet([name.seq]);
  return (
    <Panel
      title="Before and after it"
      aside={
        <ChoiceSwitch
          label="Events of"
          choices={scopes}
          value={scope}
          labelOf={(each) => SCOPE_LABEL[each]}
          onChange={(each) => choose(each === scopes[0] ? null : each)}
        />
      }
      isTimeless
      isLoading={data === null && problem === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={30}
      empty={data?.length === 0 ? <p>No event around this time is stored.</p> : null}
    >
      <EventRows
        label="Events around it"
        events={data ?? []}
        catalogue={catalogue}
        open={open}
        onToggle={toggle}
        hasSubject={scope !== 'tunnel'}
        marked={name.seq}
      />
    </Panel>
  );
}

/** Whose events can be shown around an event, the nearest first. */
function scopesOf(event: TunnelwatchEvent | null): readonly Scope[] {
  if (event === null) return ['all'];
  return SCOPES.filter((scope) => scope === 'all' || scope !== 'tunnel' || event.subject.kind === 'tunnel');
}

function queryOf(scope: Scope, event: TunnelwatchEvent | null): Query {
  if (event === null || scope === 'all') return {};
  const { subject } = event;
  const gateway = gatewayOf(subject) ?? '';
  return scope === 'tunnel' && subject.kind === 'tunnel' ? { gateway, matchkey: subject.matchkey } : { gateway };
}
