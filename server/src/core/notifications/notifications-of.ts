import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import {
  type Notification,
  type NotificationOccasion,
  NOTIFICATION_OCCASIONS,
  type ToldAlert,
  toldAlertSchema,
} from '@tunnelwatch/shared/notification';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import type { AlertCause, AlertChange } from '../alert/registry/alert-change.js';
import { type ChannelFilter, isWanted } from './channel-filter.js';
import type { Naming } from '../inventory/shown.js';
import type { OutboxEntry } from './outbox.js';
import { escalatedTo, type NotificationPlan, routedTo } from './plan.js';

/**
 * What the changes of one commit are to be told, in order. Pure: the same changes give the same keys, so what was made
 * before a crash is not made again under another name.
 */
export function notificationsOf(
  changes: readonly AlertChange[],
  plan: NotificationPlan,
  names?: Naming,
): OutboxEntry[] {
  if (plan.channels.length === 0) return [];
  // Who was folded into another alert before anybody could be told is told as a part of that one.
  const folded = new Set(changes.filter(({ after }) => after.foldedInto !== null).map(({ after }) => after.id));
  const born = new Set(changes.filter(({ before }) => before === null).map(({ after }) => after.id));
  const told = changes.filter(({ after }) => !after.isPast && !(folded.has(after.id) && born.has(after.id)));
  return told.flatMap((change) =>
    receiversOf(change, plan, names).flatMap((channel) => entryOf(change, channel, names) ?? []),
  );
}

/** What follows on an alert: it is told to those who were told of the alert. */
const FOLLOWS: ReadonlySet<AlertCause> = new Set(['returned', 'acknowledge', 'close']);

/**
 * The channels that a change is routed to. Whoever keeps states hears the end of what it heard the beginning of, and so does
 * everybody else, also those that it was escalated to: hours and days are those of that time.
 */
function receiversOf(change: AlertChange, plan: NotificationPlan, names: Naming | undefined): readonly ChannelFilter[] {
  if (plan.routes.length === 0) return plan.channels;
  const { before, after, at, cause } = change;
  const isFollowing = FOLLOWS.has(cause) && before !== null;
  const usual = routedTo(plan, after, { names, at: isFollowing ? heardAt(before) : at });
  const states = routedTo(plan, after, { names, at: after.openedAt });
  const escalated = isFollowing ? escalatedTo(plan, before, { names, at }) : [];
  return plan.channels.filter((channel) => {
    if (channel.kind === 'alertmanager') return states.includes(channel);
    return usual.includes(channel) || escalated.includes(channel.name);
  });
}

/** When people were last told of an alert. */
function heardAt({ toldAt, openedAt }: Alert): number {
  return toldAt === 0 ? openedAt : toldAt;
}

function entryOf(change: AlertChange, channel: ChannelFilter, names: Naming | undefined): OutboxEntry | undefined {
  const { after, at } = change;
  if (!isWanted(after, channel)) return undefined;
  const occasion = channel.kind === 'alertmanager' ? turnOf(change) : occasionOf(change);
  if (occasion === undefined) return undefined;
  if (channel.kind !== 'alertmanager' && !isTold(occasion, channel)) return undefined;
  const notification = { ...notificationOf(change, channel, occasion), alert: toldAlert(after, names) };
  const { key } = notification;
  const { id: alertId, priority } = after;
  const isFirst = tellsNewCritical(change);
  return { key, channel: channel.name, alertId, priority, isFirst, body: JSON.stringify(notification), madeAt: at };
}

/** True for the change by which a Critical is told for the first time: it opened the alert, or came to one that was known. */
function tellsNewCritical({ before, after, cause }: AlertChange): boolean {
  if (!isCriticalOrWorse(after.severity) || isOver(after)) return false;
  return cause === 'newCritical' || before === null || !isCriticalOrWorse(before.severity);
}

/** What is told of an alert, with the name that the inventory has by then. */
export function toldAlert(alert: Alert, names: Naming | undefined): ToldAlert {
  return toldAlertSchema.parse({ ...alert, inventory: names?.nameOf(alert.subject) ?? null });
}

/** Whoever is told of new alerts is told of a Critical that nobody has seen: it is one. */
function isTold(occasion: NotificationOccasion, { on }: ChannelFilter): boolean {
  return on.includes(occasion) || (occasion === 'newCritical' && on.includes('opened'));
}

/** True while an alert asks for somebody: its condition lasts, and nobody has put it aside. */
export function asksForSomebody(alert: Alert): boolean {
  return alert.isActive && !alert.isPast && !isOver(alert) && !isAside(alert);
}

/** A maintenance window does not keep Criticals from being told, unless it says so [ALM-54]. */
function isAside(alert: Alert): boolean {
  const { state, severity, isHushed } = alert;
  if (state === 'suppressed') return isHushed || !isCriticalOrWorse(severity);
  return state === 'shelved' || state === 'outOfService';
}

/** What a person is told of a change; undefined when nothing. */
function occasionOf({ before, after, cause }: AlertChange): NotificationOccasion | undefined {
  if (after.foldedInto !== null || isAside(after)) return undefined;
  // What is put aside does not tell that it returned; that it is back in view and lasts may be told to nobody else.
  if (before !== null && isAside(before)) return asksForSomebody(after) ? 'resumed' : undefined;
  return NOTIFICATION_OCCASIONS.find((occasion) => occasion === (cause satisfies AlertCause));
}

/** What a receiver that keeps states itself is told: every beginning, every end, and what it knows the alert by. */
function turnOf({ before, after, cause }: AlertChange): NotificationOccasion | undefined {
  const was = before !== null && asksForSomebody(before);
  const is = asksForSomebody(after);
  if (is !== was) {
    if (!is) return cause === 'close' ? 'close' : 'returned';
    return before === null ? 'opened' : isAside(before) ? 'resumed' : 'raised';
  }
  if (!is || before === null || knownBy(before, after) === null) return undefined;
  return cause === 'newCritical' ? 'newCritical' : 'worsened';
}

/** Severity and priority before, if they have changed. */
function formerlyOf(before: Alert, after: Alert): Notification['formerly'] {
  const { severity, priority } = before;
  return severity === after.severity && priority === after.priority ? null : { severity, priority };
}

/** What a receiver that keeps states itself knew the alert by, if that has changed. */
function knownBy(before: Alert, after: Alert): Notification['formerly'] {
  const { severity, priority, news } = before;
  return formerlyOf(before, after) === null && news === after.news ? null : { severity, priority, news };
}

function notificationOf(
  { before, after, at, actor, comment }: AlertChange,
  { name, kind }: ChannelFilter,
  occasion: NotificationOccasion,
): Omit<Notification, 'alert'> {
  return {
    key: `${String(after.id)}-${String(after.version)}-${name}`,
    channel: name,
    occasion,
    at,
    by: actor.name,
    comment,
    isActive: asksForSomebody(after),
    formerly: before === null ? null : kind === 'alertmanager' ? knownBy(before, after) : formerlyOf(before, after),
  };
}
