import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { useMemo, useRef } from 'react';
import { ActionDialog } from '../../../components/lazy-dialogs.js';
import { lazyPart } from '../../../components/layout/lazy-part.js';
import type { VirtualListHandle } from '../../../components/list/use-virtual-rows.js';
import { capitalized } from '../../../format/capitalized.js';
import type { RoomParts } from '../../../live/room-state.js';
import { serverFilter, type AlertFilter } from './alert-filter.js';
import type { AlertGrouping } from './alert-groups.js';
import { AlertRows } from './AlertRows.js';
import { TAB_NOUN } from './AlertTabs.js';
import { InboxBar } from './InboxBar.js';
import type { NewAlerts } from './use-new-alerts.js';
import { useInboxKeys } from './use-inbox-keys.js';
import { useInbox, type Asked } from './use-inbox.js';

const BulkDialog = lazyPart(() => import('../bulk/BulkDialog.js').then((m) => m.BulkDialog));

interface AlertInboxProps {
  /** Alerts that match the filter, in the order of `compareAlerts`, the first alert of a flood on top. */
  readonly alerts: readonly ShownAlert[];
  readonly known: ReadonlyMap<number, ShownAlert>;
  readonly presence: RoomParts['presence'];
  readonly filter: AlertFilter;
  readonly fresh: NewAlerts;
  /** Null for a flat list. */
  readonly grouping: AlertGrouping | null;
  /** The first alert of the current flood. */
  readonly firstOut: number | null;
  readonly areKeysOn: boolean;
  readonly onHelp: () => void;
  readonly onSearch: () => void;
}

/** The interactive list: rows that keep their places, with a bar for the selection, and keyboard shortcuts. */
export function AlertInbox(props: AlertInboxProps) {
  const { alerts, known, presence, filter, fresh, grouping, areKeysOn, onHelp, onSearch } = props;
  const inbox = useInbox(alerts, known, filter, grouping);
  const { shown, selection, attention } = inbox;
  const list = useRef<VirtualListHandle>(null);
  const onCursor = useInboxKeys(inbox, { isOn: areKeysOn, list, onHelp, onSearch });
  const viewers = useMemo(() => new Map((presence ?? []).map(({ alertId, names }) => [alertId, names])), [presence]);
  return (
    <div {...attention}>
      {shown.length === 0 ? null : (
        <InboxBar
          shown={shown}
          selected={inbox.selected}
          held={inbox.newer}
          fresh={fresh}
          canActOnAll={serverFilter(filter) !== null}
          onSelectAll={(isOn) => selection.set(isOn ? shown.map(({ id }) => id) : [])}
          onRefresh={inbox.showNewer}
          onAct={(action) => inbox.act(action)}
          onActOnAll={inbox.actOnAll}
        />
      )}
      <AlertRows
        ref={list}
        label={capitalized(TAB_NOUN[filter.tab])}
        rows={inbox.rows}
        selected={selection.ids}
        fresh={fresh.ids}
        viewers={viewers}
        firstOut={props.firstOut}
        calls={inbox.calls}
        onCursor={onCursor}
      />
      <AskedDialog asked={inbox.asked} known={known} onClose={inbox.onAnswered} />
    </div>
  );
}

interface AskedDialogProps {
  readonly asked: Asked | null;
  readonly known: ReadonlyMap<number, ShownAlert>;
  readonly onClose: (isDone: boolean) => void;
}

function AskedDialog({ asked, known, onClose }: AskedDialogProps) {
  if (asked === null) return null;
  if ('target' in asked) return <BulkDialog action={asked.action} target={asked.target} onClose={onClose} />;
  const { action, alert } = asked;
  return <ActionDialog action={action} alert={known.get(alert.id) ?? alert} onClose={() => onClose(false)} />;
}
