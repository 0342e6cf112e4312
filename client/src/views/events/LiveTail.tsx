import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { ROOM_LIMITS, type View } from '@tunnelwatch/shared/protocol';
import { useMemo, useState } from 'react';
import { EventRows } from '../../components/event/EventRows.js';
import { Panel } from '../../components/layout/Panel.js';
import { useAttention } from '../../components/list/use-attention.js';
import { useCatalogueById } from '../../components/catalogue/use-catalogue.js';
import { useHeldList } from '../../components/list/use-held-list.js';
import { useHiddenColumns } from '../../components/table/use-hidden-columns.js';
import { useOpenSet } from '../../components/list/use-open-set.js';
import { usePaced } from '../../live/use-paced.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';
import { countLabel, type EventFilters, queryOfFilters } from './event-filter.js';
import { EventsEmpty } from './EventsEmpty.js';
import { LoadOlder } from './LoadOlder.js';
import { joinOlder, olderThan } from './older-pages.js';
import { TailState } from './TailState.js';
import { useOlderEvents } from './use-older-events.js';

interface LiveTailProps {
  readonly filters: EventFilters;
  readonly view: Extract<View, { view: 'events' }>;
}

/** A list that moves more often than this cannot be followed, ms. */
const PACE_MS = 1000;
const NO_EVENTS: readonly TunnelwatchEvent[] = [];
const NOTHING_YET = { events: null, skipped: 0, total: null };

/** Events as they arrive. The list is paused while it is in use, and older pages are appended. */
export function LiveTail({ filters, view }: LiveTailProps) {
  const store = useLiveStore();
  const { state, problem } = useRoom(view);
  const catalogue = useCatalogueById();
  const { hidden } = useHiddenColumns('events');
  const { open, toggle, closeAll } = useOpenSet();
  const attention = useAttention();
  const [isPaused, setIsPaused] = useState(false);
  const older = useOlderEvents(queryOfFilters(filters));
  const isHeld = isPaused || attention.isThere || open.size > 0;
  const { events, skipped, total } = usePaced(state?.events ?? NOTHING_YET, PACE_MS);
  const held = useHeldList(events ?? NO_EVENTS, { keyOf: seqOf, isHeld });
  const tail = held.shown;
  const isLoading = events === null && tail.length === 0;
  const shown = useMemo(() => joinOlder(tail, older.pages), [tail, older.pages]);
  const resume = (): void => {
    setIsPaused(false);
    closeAll();
    older.reset();
  };
  const loadOlder = (): void => {
    // Otherwise the tail would move on and leave a gap before the older events.
    setIsPaused(true);
    older.load(olderThan(tail), tail);
  };
  return (
    <Panel
      title={countLabel(total)}
      aside={
        <TailState
          mode={isPaused ? 'paused' : isHeld ? 'held' : 'live'}
          newer={held.newer}
          skipped={skipped}
          onPause={() => setIsPaused(true)}
          onResume={resume}
          onShowNewer={held.showNewer}
        />
      }
      isLoading={isLoading}
      problem={isLoading ? problem : null}
      onRetry={() => store.retry(view)}
      skeletonRem={30}
      empty={shown.length === 0 ? <EventsEmpty filters={filters} /> : null}
    >
      <div {...attention.handlers}>
        <EventRows
          label="Events"
          events={shown}
          catalogue={catalogue}
          open={open}
          onToggle={toggle}
          hasSubject
          hidden={hidden}
        />
      </div>
      <LoadOlder older={older} isWhole={isWholeList(tail, skipped)} onLoad={loadOlder} />
    </Panel>
  );
}

function seqOf({ seq }: TunnelwatchEvent): number {
  return seq;
}

/** The room begins with the newest events up to its bound: a shorter list is complete. */
function isWholeList(tail: readonly TunnelwatchEvent[], skipped: number): boolean {
  return tail.length < ROOM_LIMITS.events && skipped === 0;
}
