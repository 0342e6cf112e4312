import {
  ALERT_CLASSES,
  type AlertClass,
  type AlertState,
  isOver,
  isSuppressedCritical,
  type ShownAlert,
} from '@tunnelwatch/shared/alert';
import type { AlertFilter as ServerFilter } from '@tunnelwatch/shared/alert-command';
import { PRIORITIES, type Priority } from '@tunnelwatch/shared/priority';
import { gatewayOf, subjectKey } from '@tunnelwatch/shared/subject';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** The tabs of the list. Every alert is in exactly one. */
export const ALERT_TABS = ['open', 'shelved', 'suppressed', 'over', 'past'] as const;

export type AlertTab = (typeof ALERT_TABS)[number];

/** States of the alerts in the tab Active. */
export const OPEN_STATES = [
  'unacknowledged',
  'returnedUnacknowledged',
  'acknowledged',
] as const satisfies readonly AlertState[];

/** The filter of the list; null stands for all. */
export interface AlertFilter {
  readonly tab: AlertTab;
  /** Only in the tab Active. */
  readonly state: (typeof OPEN_STATES)[number] | null;
  readonly priority: Priority | null;
  readonly gateway: string | null;
  readonly failureClass: AlertClass | null;
  readonly assignee: string | null;
  readonly rule: string | null;
  /** Part of the message, the subject, its name, the rule or the assignee, ignoring case. */
  readonly text: string | null;
}

/** The tab of an alert. A late arrival stays one, whatever its state. */
export function tabOf(alert: ShownAlert): AlertTab {
  if (alert.isPast) return 'past';
  if (isOver(alert)) return 'over';
  if (alert.state === 'shelved') return 'shelved';
  if (isSuppressedCritical(alert)) return 'open';
  if (alert.state === 'suppressed' || alert.state === 'outOfService') return 'suppressed';
  return 'open';
}

/** True when an alert matches every filter that is set, regardless of the tab. */
export function matchesFilter(alert: ShownAlert, filter: AlertFilter): boolean {
  return (
    (filter.state === null || alert.state === filter.state) &&
    (filter.priority === null || alert.priority === filter.priority) &&
    (filter.gateway === null || gatewayOf(alert.subject) === filter.gateway) &&
    (filter.failureClass === null || alert.class === filter.failureClass) &&
    (filter.assignee === null || alert.assignee === filter.assignee) &&
    (filter.rule === null || alert.rule === filter.rule) &&
    (filter.text === null || textOf(alert).includes(filter.text.toLowerCase()))
  );
}

function textOf({ message, subject, inventory, rule, assignee }: ShownAlert): string {
  const called = inventory === null ? '' : `${inventory.name}\n${inventory.site}\n${inventory.peer}`;
  return `${message}\n${subjectKey(subject)}\n${called}\n${rule}\n${assignee ?? ''}`.toLowerCase();
}

/** True when any filter but the tab is set. */
export function isNarrowed({ tab: _tab, ...filter }: AlertFilter): boolean {
  return Object.values(filter).some((value) => value !== null);
}

/**
 * The same filter for the server, for an action on all matches; null if the server has no such filter: resolved alerts and
 * late arrivals need no action, and the server does not search in texts.
 */
export function serverFilter(filter: AlertFilter): ServerFilter | null {
  if (filter.tab === 'over' || filter.tab === 'past' || filter.text !== null) return null;
  const state = filter.tab === 'open' ? filter.state : filter.tab;
  const { priority, gateway, failureClass, assignee, rule } = filter;
  return {
    ...(state === null ? {} : { state }),
    ...(priority === null ? {} : { priority }),
    ...(gateway === null ? {} : { gateway }),
    ...(failureClass === null ? {} : { class: failureClass }),
    ...(assignee === null ? {} : { assignee }),
    ...(rule === null ? {} : { rule }),
  };
}

/** The parameters of the URL that lead to a tab; null removes one. */
export const TAB_PARAMS: Readonly<Record<AlertTab, Readonly<Record<'state' | 'show' | 'past', string | null>>>> = {
  open: { state: null, show: null, past: null },
  shelved: { state: 'shelved', show: null, past: null },
  suppressed: { state: 'suppressed', show: null, past: null },
  over: { state: null, show: 'over', past: null },
  past: { state: null, show: null, past: 'true' },
};

/** The tab that a query string leads to. */
export function tabFromUrl(search: URLSearchParams): AlertTab {
  if (search.get('past') === 'true') return 'past';
  const state = search.get('state');
  if (search.get('show') === 'over' || state === 'normal' || state === 'closed') return 'over';
  if (state === 'shelved' || state === 'suppressed') return state;
  return state === 'outOfService' ? 'suppressed' : 'open';
}

/** The filters of the alert list, from the URL. */
export function useAlertFilter(): AlertFilter {
  const [search] = useSearchParams();
  return useMemo(() => alertFilterFrom(search), [search]);
}

/** The filter that a query string says; what is not understood counts as absent. */
export function alertFilterFrom(search: URLSearchParams): AlertFilter {
  const choice = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | null =>
    choices.find((each) => each === search.get(name)) ?? null;
  const text = (name: string): string | null => search.get(name) || null;
  const tab = tabFromUrl(search);
  return {
    tab,
    state: tab === 'open' ? choice('state', OPEN_STATES) : null,
    priority: choice('priority', PRIORITIES),
    gateway: text('gateway'),
    failureClass: choice('class', ALERT_CLASSES),
    assignee: text('assignee'),
    rule: text('rule'),
    text: text('q'),
  };
}
