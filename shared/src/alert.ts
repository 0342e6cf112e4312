import { z } from 'zod';
import { tunnelVerdictSchema } from './diagnosis.js';
import { COUNTED_CLASSES } from './failure-class.js';
import { inventoryNameSchema, namedShape } from './inventory.js';
import { priorityRank, prioritySchema } from './priority.js';
import { isCriticalOrWorse, severitySchema } from './severity.js';
import { alertSubjectSchema } from './subject.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './time-units.js';

/** States of an alert (ISA-18.2 terms). */
export const ALERT_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returnedUnacknowledged',
  'shelved',
  'suppressed',
  'outOfService',
  'closed',
] as const;

export type AlertState = (typeof ALERT_STATES)[number];

export const alertStateSchema = z.enum(ALERT_STATES);

/** Classes of alerts: the counted event classes, and `monitoring` for problems of the monitoring itself. */
export const ALERT_CLASSES = [...COUNTED_CLASSES, 'monitoring'] as const;

export type AlertClass = (typeof ALERT_CLASSES)[number];

export const alertClassSchema = z.enum(ALERT_CLASSES);

/** Who acknowledged an alert. Times are epoch milliseconds. */
export const acknowledgementSchema = z.object({
  by: z.string(),
  at: z.number(),
  comment: z.string(),
  /** When it expires; null for never. */
  until: z.number().nullable(),
});

/** Shelved for a limited time. */
export const shelfSchema = z.object({ by: z.string(), at: z.number(), until: z.number(), comment: z.string() });

/** Closed by an operator. */
export const closureSchema = z.object({ by: z.string(), at: z.number(), comment: z.string() });

/** One episode of one rule on one subject. Times are epoch milliseconds. */
export const alertSchema = z.object({
  id: z.number().int().positive(),
  /** The rule that opened it: `message-ID`, or the name of a rate or monitoring rule. */
  rule: z.string(),
  subject: alertSubjectSchema,
  messageId: z.number().int().nullable(),
  message: z.string(),
  severity: severitySchema,
  class: alertClassSchema,
  priority: prioritySchema,
  state: alertStateSchema,
  /** True while its condition is active, as far as is known; also while it is shelved or suppressed. */
  isActive: z.boolean(),
  /** True when the condition leaves something behind and only an operator can close the alert. */
  isLatched: z.boolean(),
  /** True when all its events were already old on arrival: it is listed as a late arrival and needs no action. */
  isPast: z.boolean(),
  count: z.number().int().positive(),
  firstTime: z.number(),
  lastTime: z.number(),
  /** When Tunnelwatch opened it. */
  openedAt: z.number(),
  /** When its newest event arrived, or its condition was last raised. */
  lastAt: z.number(),
  /** Events that arrived in `minute` (epoch minutes) and in the minute before it. */
  rate: z.object({ minute: z.number().int(), count: z.number().int(), before: z.number().int() }),
  /** Most events that arrived within one minute. */
  peakRate: z.number().int(),
  /** Recent transitions of the condition, newest last: one that keeps coming and going is chattering. */
  turns: z.array(z.number()),
  isChattering: z.boolean(),
  acknowledgement: acknowledgementSchema.nullable(),
  /** The rate at the time of acknowledgement, events per minute: a multiple of it counts as a new problem. */
  acknowledgedRate: z.number().nullable(),
  assignee: z.string().nullable(),
  shelf: shelfSchema.nullable(),
  /** The maintenance window that suppresses it; null if none does. */
  windowId: z.number().int().nullable(),
  closure: closureSchema.nullable(),
  /** Subjects grouped under it; 0 for an alert about one subject. */
  members: z.number().int().nonnegative(),
  /** Of an alert that groups others: the first subject; otherwise null. */
  firstOut: alertSubjectSchema.nullable(),
  /** The alert that it is grouped under; null if it stands alone. */
  foldedInto: z.number().int().nullable(),
  /** Increases with every change that an operator could act on; an action on an older version is refused. */
  version: z.number().int().positive(),
  /** The version since which nothing but new subjects with Criticals have changed it; 0 for alerts of older releases. */
  settledVersion: z.number().int().nonnegative().default(0),
  /** Subjects and Criticals that came after the acknowledgement or the shelf that they ended; 0 when none did. */
  unseen: z.number().int().nonnegative().default(0),
  /** How often it has had something new to tell. Each increase is notified, and sounds. */
  news: z.number().int().nonnegative().default(1),
  /** When that was last. */
  toldAt: z.number().default(0),
  /** Subjects grouped under it by then. */
  toldMembers: z.number().int().nonnegative().default(0),
  /** When it last became unacknowledged. */
  waitingSince: z.number().default(0),
  /** True when its gateway was new when it opened: any sender can make up a name. */
  isNewGateway: z.boolean().default(false),
  /** True while the maintenance window that suppresses it keeps its Criticals from being notified. */
  isHushed: z.boolean().default(false),
  /** The previous episode of the same rule and subject. */
  previousId: z.number().int().nullable(),
  /** What the drops of its tunnel are consistent with, as far as was known while it was active. */
  verdict: tunnelVerdictSchema.nullable().default(null),
  /** Set where the inventory has raised its priority: the priority from its rule, and the entry that requires a higher one. */
  raised: z.object({ from: prioritySchema, entryId: z.number().int(), name: z.string() }).nullable().default(null),
});

export type Alert = z.infer<typeof alertSchema>;

/** An alert as pages receive it: with the names of its subject and, where it groups others, of the first one. */
export const shownAlertSchema = alertSchema.extend({
  ...namedShape,
  firstOutInventory: inventoryNameSchema.nullable(),
});

export type ShownAlert = z.infer<typeof shownAlertSchema>;

/**
 * The one order of alerts, everywhere: resolved last, unacknowledged first, then by priority, known gateways before new
 * ones, and by arrival or the last news of them, most recent first. A gateway's own stamp has no say: whoever forges it would be on top.
 */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    Number(a.isPast) - Number(b.isPast) ||
    Number(isOver(a)) - Number(isOver(b)) ||
    Number(isWaiting(b)) - Number(isWaiting(a)) ||
    priorityRank(b.priority) - priorityRank(a.priority) ||
    Number(a.isNewGateway) - Number(b.isNewGateway) ||
    newsAt(b) - newsAt(a) ||
    b.id - a.id
  );
}

/** When it arrived, or last had something new to tell: mere repetitions move nothing on a screen. */
export function newsAt({ openedAt, toldAt }: Pick<Alert, 'openedAt' | 'toldAt'>): number {
  return Math.max(openedAt, toldAt);
}

/** States that ask for nothing any more: the condition is gone and somebody has seen it, or has closed the alert. */
export function isOverState(state: AlertState): boolean {
  return state === 'normal' || state === 'closed';
}

/** True for an alert that asks for nothing any more, or that another one stands for. */
export function isOver({ state, foldedInto }: Pick<Alert, 'state' | 'foldedInto'>): boolean {
  return isOverState(state) || foldedInto !== null;
}

/** States in which nobody has said that they have seen it. */
export const UNACKNOWLEDGED_STATES: readonly AlertState[] = ['unacknowledged', 'returnedUnacknowledged'];

/** True for alerts about Criticals, and all others that are urgent. */
export function isCriticalAlert({ severity, priority }: Pick<Alert, 'severity' | 'priority'>): boolean {
  return priority === 'urgent' || isCriticalOrWorse(severity);
}

/** True for a Critical that a maintenance window suppresses and that nobody has acknowledged: it is shown all the same. */
export function isSuppressedCritical(
  alert: Pick<Alert, 'state' | 'foldedInto' | 'severity' | 'acknowledgement'>,
): boolean {
  const { state, foldedInto, severity, acknowledgement } = alert;
  return state === 'suppressed' && foldedInto === null && acknowledgement === null && isCriticalOrWorse(severity);
}

/** True for alerts that wait for somebody to see them. */
export function isWaiting(alert: Pick<Alert, 'state' | 'foldedInto' | 'severity' | 'acknowledgement'>): boolean {
  return isUnacknowledged(alert) || isSuppressedCritical(alert);
}

/** True while nobody has said that they have seen it. */
export function isUnacknowledged({ state, foldedInto }: Pick<Alert, 'state' | 'foldedInto'>): boolean {
  return foldedInto === null && UNACKNOWLEDGED_STATES.includes(state);
}

/**
 * The list with the first alert of a flood on top, where it contains it; otherwise unchanged. One of a new gateway, whose
 * name anybody can make up, stays behind those of known ones.
 */
export function firstOutOnTop<Item extends Alert>(alerts: readonly Item[], firstOut: number | null): readonly Item[] {
  const first = firstOut === null ? undefined : alerts.find(({ id }) => id === firstOut);
  if (first?.isNewGateway === true && alerts.some((alert) => isWaiting(alert) && !alert.isNewGateway)) return alerts;
  return first === undefined ? alerts : [first, ...alerts.filter((alert) => alert !== first)];
}

/**
 * The alerts that a list of limited length shows, of all in the order of `compareAlerts`: the first ones, and every Critical
 * that waits for somebody, however many lower ones are before it.
 * @param limits how many alerts, and how many Criticals if these are more
 */
export function listedAlerts<Item extends Alert>(
  sorted: readonly Item[],
  limits: { readonly alerts: number; readonly criticals: number },
): readonly Item[] {
  if (sorted.length <= limits.alerts) return sorted;
  const shown = sorted.slice(0, limits.alerts);
  let criticals = shown.filter(isWaitingCritical).length;
  for (const alert of sorted.slice(limits.alerts)) {
    if (!isWaitingCritical(alert) || criticals >= limits.criticals) continue;
    shown.push(alert);
    criticals += 1;
  }
  return shown;
}

function isWaitingCritical(alert: Alert): boolean {
  return isWaiting(alert) && isCriticalAlert(alert);
}

/** When an alert began, for an age; of a late arrival by the stamp, of any other by arrival: stamps may be of any year. */
export function beganAt({ isPast, firstTime, openedAt }: Pick<Alert, 'isPast' | 'firstTime' | 'openedAt'>): number {
  return isPast ? firstTime : openedAt;
}

/** When its newest event was, likewise. */
export function newestAt({ isPast, lastTime, lastAt }: Pick<Alert, 'isPast' | 'lastTime' | 'lastAt'>): number {
  return isPast ? lastTime : lastAt;
}

/** The current rate of an alert, events per minute: the higher of this minute's and the one before. `now` in epoch ms. */
export function currentRate({ rate }: Pick<Alert, 'rate'>, now: number): number {
  const age = Math.floor(now / MINUTE_MS) - rate.minute;
  if (age > 1) return 0;
  return age === 1 ? rate.count : Math.max(rate.count, rate.before);
}

/** What happened shortly before an alert was opened belongs to its story. */
const BEFORE_MS = 10 * MINUTE_MS;
/** A counter takes hours to end: what led to that does as well. */
const BEFORE_END_MS = 24 * HOUR_MS;

/** From when on the events of an alert's subject belong to its story, epoch ms. */
export function storyStart({ class: ofClass, firstTime }: Pick<Alert, 'class' | 'firstTime'>): number {
  return firstTime - (ofClass === 'sequence' ? BEFORE_END_MS : BEFORE_MS);
}

/**
 * The end of the range that holds all events of an alert, epoch ms. The end of a range is not part of it, and rules about rates
 * know only the second of their newest event.
 */
export function episodeEnd({ lastTime }: Pick<Alert, 'lastTime'>): number {
  return (Math.floor(lastTime / SECOND_MS) + 1) * SECOND_MS;
}
