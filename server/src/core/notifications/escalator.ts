import { type Alert, isWaiting } from '@tunnelwatch/shared/alert';
import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Naming } from '../inventory/shown.js';
import { type ChannelFilter, isWanted } from './channel-filter.js';
import { type EscalationStep, escalationSteps } from './escalation.js';
import { asksForSomebody, toldAlert } from './notifications-of.js';
import type { OutboxEntry } from './outbox.js';
import { escalationOf, type NotificationPlan, waitsSince } from './plan.js';
import { channelsOf } from './route.js';

/** What has been told of an alert. Times are epoch ms. */
interface Told {
  version: number;
  since: number;
  /** Up to when its steps are told, and when the next may be due. */
  until: number;
  nextAt: number;
}

/** The routes of an alert are looked up again after so long at most: names and sites may change. */
const LOOKED_UP_MS = MINUTE_MS;

/**
 * Tells of alerts that nobody acknowledges. Which steps are due follows from the alerts, the routes and the time alone: after a
 * restart the last steps are made once more, under the same keys, so that the outbox has each once, and what was due meanwhile is told.
 */
export class Escalator {
  /** By number of the alert. */
  private told = new Map<number, Told>();

  /** What is due by now. @param at epoch ms */
  due(alerts: Iterable<Alert>, plan: NotificationPlan, names: Naming | undefined, at: number): OutboxEntry[] {
    const told = new Map<number, Told>();
    const entries: OutboxEntry[] = [];
    if (plan.routes.some(({ escalateAfterMs }) => escalateAfterMs !== null)) {
      for (const alert of alerts) {
        if (!isWaiting(alert) || !asksForSomebody(alert)) continue;
        const since = waitsSince(alert);
        const before = this.told.get(alert.id);
        const isSame = before?.since === since;
        if (isSame && before.version === alert.version && at < before.nextAt) {
          told.set(alert.id, before);
          continue;
        }
        const from = isSame ? before.until : since;
        const { due, nextAt } = dueOf(alert, { plan, names, from, at });
        told.set(alert.id, { version: alert.version, since, until: at, nextAt });
        for (const entry of due) entries.push(entry);
      }
    }
    this.told = told;
    return entries;
  }
}

interface Due {
  plan: NotificationPlan;
  names: Naming | undefined;
  /** What was due up to then is told already. */
  from: number;
  at: number;
}

/** Of several steps that are due on a channel, as after a restart, the last one is told. */
function dueOf(alert: Alert, { plan, names, from, at }: Due): { due: OutboxEntry[]; nextAt: number } {
  const match = escalationOf(alert, plan, names);
  const steps = escalationSteps(match, waitsSince(alert), at + LOOKED_UP_MS);
  const passed = steps.filter((step) => step.at > from && step.at <= at);
  const due = plan.channels.flatMap((channel) => {
    const step = passed.findLast(({ channels }) => channels.includes(channel.name));
    if (step === undefined || !isTold(alert, channel)) return [];
    const earlier = steps.filter(({ number }) => number < step.number).flatMap(({ channels }) => channels);
    const isNew = ![...channelsOf(match.first), ...earlier].includes(channel.name);
    return [entryOf(alert, channel, { step, isNew, names, at })];
  });
  return { due, nextAt: steps.find((step) => step.at > at)?.at ?? at + LOOKED_UP_MS };
}

/** What a channel hears of new alerts it hears of those that wait. A receiver that keeps states itself reminds by itself. */
function isTold(alert: Alert, channel: ChannelFilter): boolean {
  if (channel.kind === 'alertmanager' || !isWanted(alert, channel)) return false;
  return channel.on.includes('opened') || channel.on.includes('unanswered');
}

interface Step {
  step: EscalationStep;
  /** True when the channel has not heard of the alert before. */
  isNew: boolean;
  names: Naming | undefined;
  at: number;
}

function entryOf(alert: Alert, { name }: ChannelFilter, { step, isNew, names, at }: Step): OutboxEntry {
  const key = `${String(alert.id)}-${String(waitsSince(alert))}-${String(step.number)}-${name}`;
  const notification = {
    key,
    channel: name,
    occasion: 'unanswered',
    at,
    by: SERVER_ACTOR.name,
    comment: '',
    isActive: true,
    formerly: null,
    alert: toldAlert(alert, names),
  };
  const { id: alertId, priority } = alert;
  const isFirst = isNew && isCriticalOrWorse(alert.severity);
  return { key, channel: name, alertId, priority, isFirst, body: JSON.stringify(notification), madeAt: at };
}
