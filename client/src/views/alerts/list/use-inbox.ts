import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useAttention } from '../../../components/list/use-attention.js';
import { useHeldList } from '../../../components/list/use-held-list.js';
import { type AlertFilter, serverFilter } from './alert-filter.js';
import { type AlertGroup, type AlertGrouping, inboxRows } from './alert-groups.js';
import { useOpenGroups } from './use-open-groups.js';
import type { BulkTarget } from '../bulk/use-bulk.js';
import { possibleActions } from '../../../components/alert/action-specs.js';
import { useQuickAcknowledge } from '../../../components/alert/use-quick-acknowledge.js';

/** The target of the open dialog: one alert, or many. */
export type Asked =
  | { readonly action: AlertAction; readonly alert: ShownAlert }
  | { readonly action: AlertAction; readonly target: BulkTarget };

/** The list in use: it is paused while the pointer or the focus is in it, or rows are selected. */
export function useInbox(
  alerts: readonly ShownAlert[],
  known: ReadonlyMap<number, ShownAlert>,
  filter: AlertFilter,
  grouping: AlertGrouping | null,
) {
  const attention = useAttention();
  const selection = useSelection();
  const [asked, setAsked] = useState<Asked | null>(null);
  const isHeld = attention.isThere || selection.ids.size > 0 || asked !== null;
  // Even those that the filter would no longer show: nothing moves up under the hand.
  const held = useHeldList(alerts, { keyOf: idOf, latestOf: ({ id }) => known.get(id), isHeld });
  const { shown } = held;
  const selected = useMemo(() => shown.filter(({ id }) => selection.ids.has(id)), [shown, selection.ids]);
  const { open, toggle } = useOpenGroups();
  const rows = useMemo(() => inboxRows(shown, grouping, open), [shown, grouping, open]);
  const acknowledge = useLatest(useQuickAcknowledge());
  const latestToggle = useLatest(toggle);
  const { add, remove } = selection;
  const calls = useMemo(
    () => ({
      onAcknowledge: (alert: ShownAlert) => {
        if (!acknowledge.current([alert])) setAsked({ alert, action: 'acknowledge' });
      },
      onAct: (alert: ShownAlert, action: AlertAction) => setAsked({ alert, action }),
      onSelect: selection.toggle,
      onToggle: (key: string) => latestToggle.current(key),
      onSelectAll: (group: AlertGroup, isOn: boolean) => (isOn ? add : remove)(group.reached.map(({ id }) => id)),
      onAcknowledgeAll: ({ waiting }: AlertGroup) => {
        if (!acknowledge.current(waiting))
          setAsked({ action: 'acknowledge', target: { kind: 'selected', alerts: waiting } });
      },
    }),
    [acknowledge, latestToggle, selection.toggle, add, remove],
  );
  return {
    ...held,
    rows,
    selection,
    selected,
    asked,
    calls,
    attention: attention.handlers,
    /** Opens the dialog for the selection, or else for the given alerts. */
    act: (action: AlertAction, here: readonly ShownAlert[] = []) => {
      const targets = selected.length > 0 ? selected : here;
      const able = targets.filter((each) => possibleActions(each).includes('acknowledge'));
      if (action === 'acknowledge' && able.length > 0 && acknowledge.current(able)) return selection.clear();
      const [only] = targets;
      if (selected.length > 0 || targets.length > 1)
        setAsked({ action, target: { kind: 'selected', alerts: targets } });
      else if (only !== undefined) setAsked({ action, alert: only });
    },
    actOnAll: (action: AlertAction) => {
      const fit = serverFilter(filter);
      if (fit !== null)
        setAsked({
          action,
          target: { kind: 'filter', filter: fit, seen: shown.map(({ id, version }) => ({ id, version })) },
        });
    },
    onAnswered: (isDone: boolean) => {
      setAsked(null);
      if (isDone) selection.clear();
    },
  };
}

function idOf({ id }: ShownAlert): number {
  return id;
}

/** The newest of a function that each rendering makes anew, for those that are made once. */
function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

export type Inbox = ReturnType<typeof useInbox>;

interface Selection {
  readonly ids: ReadonlySet<number>;
  readonly toggle: (id: number) => void;
  readonly set: (ids: readonly number[]) => void;
  readonly add: (ids: readonly number[]) => void;
  readonly remove: (ids: readonly number[]) => void;
  readonly clear: () => void;
}

const NONE: ReadonlySet<number> = new Set();

/** Which rows are ticked. The functions stay the same through all renderings. */
function useSelection(): Selection {
  const [ids, setIds] = useState(NONE);
  const calls = useMemo(
    () => ({
      toggle: (id: number) => setIds((old) => toggled(old, id)),
      set: (next: readonly number[]) => setIds(new Set(next)),
      add: (more: readonly number[]) => setIds((old) => new Set([...old, ...more])),
      remove: (others: readonly number[]) => setIds((old) => new Set([...old].filter((id) => !others.includes(id)))),
      clear: () => setIds(NONE),
    }),
    [],
  );
  return { ids, ...calls };
}

/** The set with the number in it if it was not, and without it if it was. */
export function toggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
