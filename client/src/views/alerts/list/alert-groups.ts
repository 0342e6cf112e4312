import { isWaiting, type ShownAlert } from '@tunnelwatch/shared/alert';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import { countByPriority, type CountsByPriority } from '@tunnelwatch/shared/priority';
import { ruleTitle } from '@tunnelwatch/shared/rule-titles';
import { gatewayOf, subjectKey } from '@tunnelwatch/shared/subject';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import { CLASS_STYLE } from '../../../theme/class-style.js';

/** What the list can be grouped by. */
export const ALERT_GROUPINGS = ['gateway', 'site', 'rule', 'subject', 'class', 'priority'] as const;
export type AlertGrouping = (typeof ALERT_GROUPINGS)[number];

export const GROUPING_LABEL: Readonly<Record<AlertGrouping, string>> = {
  gateway: 'Gateway',
  site: 'Site',
  rule: 'Message or rule',
  subject: 'Tunnel or interface',
  class: 'Class',
  priority: 'Priority',
};

/** Alerts that have something in common, in the order of the list. */
export interface AlertGroup {
  readonly key: string;
  readonly label: string;
  readonly alerts: readonly ShownAlert[];
  /** Those that an action on the group reaches. A closed group keeps back its urgent ones: nobody has seen them. */
  readonly reached: readonly ShownAlert[];
  /** Those of them that wait for somebody: acknowledging the group acknowledges exactly these. */
  readonly waiting: readonly ShownAlert[];
  /** How many urgent ones wait that are kept back. */
  readonly keptBack: number;
  readonly counts: CountsByPriority;
}

/** A row of the list: an alert, or the head of a group with its alerts below it while it is open. */
export type InboxRow =
  | { readonly kind: 'alert'; readonly alert: ShownAlert }
  | { readonly kind: 'group'; readonly group: AlertGroup; readonly isOpen: boolean };

/** The rows of a flat list, or of one in groups: these come in the order of their first alerts. */
export function inboxRows(
  alerts: readonly ShownAlert[],
  grouping: AlertGrouping | null,
  open: ReadonlySet<string>,
): readonly InboxRow[] {
  if (grouping === null) return alerts.map(rowOf);
  return groupsOf(alerts, grouping, open).flatMap((group): InboxRow[] => {
    const isOpen = open.has(group.key);
    return [{ kind: 'group', group, isOpen }, ...(isOpen ? group.alerts.map(rowOf) : [])];
  });
}

/** The alerts that an action on a row is for. */
export function alertsOf(row: InboxRow): readonly ShownAlert[] {
  return row.kind === 'alert' ? [row.alert] : row.group.reached;
}

/** The identity of a row. */
export function rowKey(row: InboxRow): string {
  return row.kind === 'alert' ? String(row.alert.id) : `group ${row.group.key}`;
}

function rowOf(alert: ShownAlert): InboxRow {
  return { kind: 'alert', alert };
}

function groupsOf(alerts: readonly ShownAlert[], grouping: AlertGrouping, open: ReadonlySet<string>): AlertGroup[] {
  const members = new Map<string, [ShownAlert, ...ShownAlert[]]>();
  for (const alert of alerts) {
    const key = KEYS[grouping](alert);
    const known = members.get(key);
    if (known === undefined) members.set(key, [alert]);
    else known.push(alert);
  }
  return Array.from(members, ([key, within]) => ({
    key,
    label: LABELS[grouping](within),
    ...partsOf(within, open.has(key)),
  }));
}

/** Alerts, at least one. */
type Some = readonly [ShownAlert, ...ShownAlert[]];

function partsOf(alerts: Some, isOpen: boolean): Omit<AlertGroup, 'key' | 'label'> {
  const reached = isOpen ? alerts : alerts.filter(({ priority }) => priority !== 'urgent');
  const waiting = reached.filter(waits);
  const keptBack = alerts.filter(waits).length - waiting.length;
  return { alerts, reached, waiting, keptBack, counts: countByPriority(alerts) };
}

function waits(alert: ShownAlert): boolean {
  return isWaiting(alert) && !alert.isPast;
}

/** What alerts of a group have in common. */
const KEYS: Readonly<Record<AlertGrouping, (alert: ShownAlert) => string>> = {
  gateway: ({ subject }) => gatewayOf(subject) ?? '',
  site: ({ inventory }) => inventory?.site ?? '',
  rule: ({ rule }) => rule,
  subject: ({ subject }) => subjectKey(subject),
  class: (alert) => alert.class,
  priority: ({ priority }) => priority,
};

/** A group in words. */
const LABELS: Readonly<Record<AlertGrouping, (alerts: Some) => string>> = {
  gateway: ([{ subject }]) => gatewayOf(subject) ?? 'No single gateway',
  site: ([{ inventory }]) => inventory?.site || 'No site in the inventory',
  // What all of them say; rules whose alerts differ have a title.
  rule: ([{ rule, message }, ...others]) =>
    others.every((other) => other.message === message) ? message : ruleTitle(rule),
  subject: ([{ subject, inventory }]) => subjectLabel(subject, inventory),
  class: ([alert]) => CLASS_STYLE[alert.class].label,
  priority: ([{ priority }]) => PRIORITY_LABEL[priority],
};
