import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { View } from '@tunnelwatch/shared/protocol';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { useMemo } from 'react';
import { PageHead } from '../../components/PageHead.js';
import { Panel } from '../../components/Panel.js';
import type { RoomState } from '../../live/room-state.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';
import { matchesFilter, type AlertFilter } from './alert-filter.js';
import { AlertFilters } from './AlertFilters.js';
import { AlertList } from './AlertList.js';
import styles from './AlertsPage.module.css';
import { useAlertFilter } from './use-alert-filter.js';

const ALERTS_VIEW: View = { view: 'alerts' };
const NO_ALERTS: readonly Alert[] = [];

/** Every alert, live: what waits first, then what is acknowledged; apart from both what is over, and what was past when it came. */
export function AlertsPage() {
  const store = useLiveStore();
  const { state, problem } = useRoom(ALERTS_VIEW);
  const filter = useAlertFilter();
  const list = state?.alerts ?? null;
  const all = list?.alerts ?? NO_ALERTS;
  const gateways = useMemo(() => [...new Set(all.flatMap((alert) => gatewayOf(alert.subject) ?? []))].sort(), [all]);
  const matching = all.filter((alert) => matchesFilter(alert, filter));
  const open = matching.filter((alert) => !alert.isPast && !isOver(alert));
  const over = matching.filter((alert) => !alert.isPast && isOver(alert));
  const past = matching.filter((alert) => alert.isPast);
  return (
    <>
      <PageHead title="Alerts">
        <AlertFilters filter={filter} gateways={gateways} />
      </PageHead>
      <div className={styles.sections}>
        {filter.past === 'true' ? null : (
          <Panel
            title="Open"
            aside={describeCount(open.length, list)}
            isLoading={list === null}
            problem={problem}
            onRetry={() => store.retry(ALERTS_VIEW)}
            empty={open.length > 0 ? null : <EmptyNote isFiltered={isFiltered(filter)} isEver={all.length > 0} />}
          >
            <AlertList alerts={open} label="Open alerts" />
          </Panel>
        )}
        {over.length === 0 ? null : (
          <Panel title="Over" aside="The condition is gone, and somebody has seen it">
            <AlertList alerts={over} label="Alerts that are over" />
          </Panel>
        )}
        {past.length === 0 && filter.past !== 'true' ? null : (
          <Panel
            title="Past"
            aside="Already old when they arrived; they ask for nothing"
            isLoading={list === null}
            empty={past.length > 0 ? null : <p>No past alert passes these filters.</p>}
          >
            <AlertList alerts={past} label="Past alerts" />
          </Panel>
        )}
      </div>
    </>
  );
}

function isFiltered(filter: AlertFilter): boolean {
  return Object.values(filter).some((value) => value !== null);
}

function describeCount(shown: number, list: RoomState['alerts']): string | undefined {
  if (list === null) return undefined;
  return list.notShown === 0 ? `${shown} shown` : `${shown} shown, ${list.notShown} more not sent`;
}

function EmptyNote({ isFiltered: isNarrowed, isEver }: { readonly isFiltered: boolean; readonly isEver: boolean }) {
  if (isNarrowed) return <p>No open alert passes these filters.</p>;
  if (isEver) return <p>No open alerts.</p>;
  return <p>No alert was ever raised. Every Critical and Error event opens one at once.</p>;
}
