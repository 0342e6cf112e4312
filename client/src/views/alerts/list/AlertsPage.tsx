import { countsText } from '@tunnelwatch/shared/priority';
import { firstOutOnTop, type ShownAlert } from '@tunnelwatch/shared/alert';
import type { View } from '@tunnelwatch/shared/protocol';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/form/Button.js';
import { FoldedFilters } from '../../../components/form/FoldedFilters.js';
import { PageHead } from '../../../components/layout/PageHead.js';
import { Panel } from '../../../components/layout/Panel.js';
import type { RoomParts } from '../../../live/room-state.js';
import { useLiveStore, useRoom, useStatus } from '../../../live/use-live.js';
import {
  ALERT_TABS,
  type AlertFilter,
  type AlertTab,
  isNarrowed,
  matchesFilter,
  tabOf,
  useAlertFilter,
} from './alert-filter.js';
import { useUrlChoice } from '../../../url-state/use-url-param.js';
import { ALERT_GROUPINGS } from './alert-groups.js';
import { loadKeysOn, storeKeysOn } from '../../../components/keys/keys-setting.js';
import { AlertFilters } from './AlertFilters.js';
import { AlertInbox } from './AlertInbox.js';
import styles from './AlertsPage.module.css';
import { AlertTabs, TAB_LABEL, TAB_NOUN } from './AlertTabs.js';
import { useNewAlerts } from './use-new-alerts.js';
import { KeysDialog } from './KeysDialog.js';
import { ViewMenu } from '../../../components/views/ViewMenu.js';

const ALERTS_VIEW = { view: 'alerts' } as const satisfies View;
const NO_ALERTS: readonly ShownAlert[] = [];

const TAB_NOTE: Readonly<Record<AlertTab, string>> = {
  open: 'Unacknowledged and acknowledged',
  shelved: 'Hidden for a limited time; they return automatically',
  suppressed: 'Covered by a maintenance window',
  over: 'Cleared and acknowledged, or closed',
  past: 'Already old on arrival; no action needed',
};

/** Every alert, live, in tabs: active, put aside, resolved, late arrivals. */
export function AlertsPage() {
  const store = useLiveStore();
  const { state, problem } = useRoom(ALERTS_VIEW);
  const filter = useAlertFilter();
  const [grouping] = useUrlChoice('group', ALERT_GROUPINGS);
  const [areKeysOn, setAreKeysOn] = useState(loadKeysOn);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const filters = useRef<HTMLDetailsElement>(null);
  const list = state?.alerts ?? null;
  const all = list?.alerts ?? NO_ALERTS;
  const known = useMemo(() => new Map(all.map((alert) => [alert.id, alert])), [all]);
  const firstOut = useStatus()?.flood?.firstOut ?? null;
  const fresh = useNewAlerts(list?.alerts ?? null);
  const { shown, counts } = useMemo(() => split(all, filter, firstOut), [all, filter, firstOut]);
  return (
    <>
      <InboxHead onKeys={() => setIsHelpOpen(true)} />
      <FoldedFilters ref={filters} isNarrowed={isNarrowed(filter)}>
        <AlertFilters filter={filter} grouping={grouping} alerts={all} />
      </FoldedFilters>
      <AlertTabs tab={filter.tab} counts={list === null ? null : counts} />
      <Panel
        title={TAB_LABEL[filter.tab]}
        className={styles.panel}
        aside={describe(filter.tab, list)}
        isLoading={list === null}
        problem={problem}
        onRetry={() => store.retry(ALERTS_VIEW)}
      >
        <AlertInbox
          key={JSON.stringify(filter)}
          alerts={shown}
          known={known}
          presence={state?.presence ?? null}
          filter={filter}
          grouping={grouping}
          fresh={fresh}
          firstOut={firstOut}
          areKeysOn={areKeysOn}
          onHelp={() => setIsHelpOpen(true)}
          onSearch={() => focusSearch(filters.current)}
        />
        {shown.length > 0 ? null : <EmptyNote filter={filter} isEver={all.length > 0} />}
      </Panel>
      {isHelpOpen ? (
        <KeysDialog
          isOn={areKeysOn}
          onSwitch={(isOn) => {
            storeKeysOn(isOn);
            setAreKeysOn(isOn);
          }}
          onClose={() => setIsHelpOpen(false)}
        />
      ) : null}
    </>
  );
}

function InboxHead({ onKeys }: { readonly onKeys: () => void }) {
  return (
    <PageHead title="Alerts">
      <div className={styles.headLinks}>
        <ViewMenu page="alerts" />
        <Link to="/alerts/health">Alert health</Link>
        <Link to="/alerts/windows">Maintenance windows</Link>
        <Button variant="plain" className={styles.keysLink} onClick={onKeys}>
          Keyboard shortcuts
        </Button>
      </div>
    </PageHead>
  );
}

function focusSearch(filters: HTMLDetailsElement | null): void {
  if (filters === null) return;
  filters.open = true;
  filters.querySelector('input')?.focus();
}

/** The alerts of the filter's tab, the first alert of a flood on top, and the number of matches in each tab. */
function split(all: readonly ShownAlert[], filter: AlertFilter, firstOut: number | null) {
  const matching = all
    .map((alert) => ({ alert, tab: tabOf(alert) }))
    .filter(({ alert }) => matchesFilter(alert, filter));
  const countOf = (tab: AlertTab): number => matching.filter((each) => each.tab === tab).length;
  const counts: Record<AlertTab, number> = { open: 0, shelved: 0, suppressed: 0, over: 0, past: 0 };
  for (const tab of ALERT_TABS) counts[tab] = countOf(tab);
  const shown = matching.filter(({ tab }) => tab === filter.tab).map(({ alert }) => alert);
  return { shown: firstOutOnTop(shown, firstOut), counts };
}

function describe(tab: AlertTab, list: RoomParts['alerts']): string {
  const rest = list === null ? '' : countsText(list.notShown);
  const more = rest === '' ? '' : ` · Not shown: ${rest}`;
  return `${TAB_NOTE[tab]}${more}`;
}

function EmptyNote({ filter, isEver }: { readonly filter: AlertFilter; readonly isEver: boolean }) {
  const noun = TAB_NOUN[filter.tab];
  if (isNarrowed(filter)) return <p className={styles.empty}>No {noun} match these filters.</p>;
  if (isEver || filter.tab !== 'open') return <p className={styles.empty}>No {noun}.</p>;
  return <p className={styles.empty}>No alerts yet. Every Critical and Error event opens one immediately.</p>;
}
