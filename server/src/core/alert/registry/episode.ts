import type { Alert } from '@tunnelwatch/shared/alert';
import { priorityRank, type Priority } from '@tunnelwatch/shared/priority';
import { severityRank, type Severity } from '@tunnelwatch/shared/severity';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { AlertSettings } from './alert-settings.js';
import { nextState } from './lifecycle.js';

/** Turns that are remembered: more than make it chatter say nothing new. */
const MAX_TURNS = 8;
/** Below this many events per minute no multiple is worth a second alarm. */
const MIN_REALARM_RATE = 10;

/** The initial content of an alert. */
export interface Opening {
  id: number;
  rule: string;
  subject: AlertSubject;
  messageId: number | null;
  message: string;
  severity: Severity;
  class: Alert['class'];
  priority: Priority;
  raised?: Alert['raised'];
  isLatched: boolean;
  isPast: boolean;
  count: number;
  /** Most events in one minute, if known; otherwise all of them count for one. */
  peak?: number;
  firstTime: number;
  lastTime: number;
  /** Arrival of its first event, and of its newest one, epoch ms. */
  openedAt: number;
  lastAt: number;
  previousId: number | null;
  /** True when its gateway is new; false by default. */
  isNewGateway?: boolean;
}

/** A new episode. A late arrival needs no action: it is recorded in its normal state. */
export function openEpisode({ peak, ...opening }: Opening): Alert {
  const { isPast, openedAt } = opening;
  const count = peak ?? opening.count;
  return {
    raised: null,
    isNewGateway: false,
    ...opening,
    state: isPast ? 'normal' : 'unacknowledged',
    isActive: !isPast,
    rate: { minute: Math.floor(openedAt / MINUTE_MS), count, before: 0 },
    peakRate: count,
    turns: isPast ? [] : [openedAt],
    isChattering: false,
    acknowledgement: null,
    acknowledgedRate: null,
    assignee: null,
    shelf: null,
    windowId: null,
    closure: null,
    members: 0,
    firstOut: null,
    foldedInto: null,
    verdict: null,
    version: 1,
    settledVersion: 1,
    unseen: 0,
    news: 0,
    toldAt: 0,
    toldMembers: 0,
    waitingSince: 0,
    isHushed: false,
  };
}

/** Events of an episode, summed up. Those of one call arrived within one minute of the clock. */
export interface EpisodeEvents {
  count: number;
  firstTime: number;
  lastTime: number;
  /** Arrival of the first and of the newest of them, epoch ms. */
  arrivedAt: number;
  lastAt: number;
  severity: Severity;
  priority: Priority;
  raised?: Alert['raised'];
}

/** The alert with further events counted; its state is handled elsewhere. */
export function countInto(alert: Alert, events: EpisodeEvents): Alert {
  const rate = rateWith(alert.rate, Math.floor(events.arrivedAt / MINUTE_MS), events.count);
  const isRaised = priorityRank(events.priority) > priorityRank(alert.priority);
  return {
    ...alert,
    // What began as an Error and is now Critical is shown as Critical.
    severity: severityRank(events.severity) > severityRank(alert.severity) ? events.severity : alert.severity,
    priority: isRaised ? events.priority : alert.priority,
    raised: isRaised ? (events.raised ?? null) : alert.raised,
    count: alert.count + events.count,
    firstTime: Math.min(alert.firstTime, events.firstTime),
    lastTime: Math.max(alert.lastTime, events.lastTime),
    lastAt: Math.max(alert.lastAt, events.lastAt),
    rate,
    peakRate: Math.max(alert.peakRate, rate.count),
  };
}

function rateWith(rate: Alert['rate'], minute: number, count: number): Alert['rate'] {
  if (minute <= rate.minute) return { minute: rate.minute, count: rate.count + count, before: rate.before };
  return { minute, count, before: minute === rate.minute + 1 ? rate.count : 0 };
}

/** True when an acknowledged alert has become another one than was seen: its rate has stepped up. */
export function hasSteppedUp({ state, rate, acknowledgedRate }: Alert, { realarmFactor }: AlertSettings): boolean {
  if (state !== 'acknowledged' || acknowledgedRate === null) return false;
  return rate.count >= Math.max(MIN_REALARM_RATE, realarmFactor * acknowledgedRate);
}

/** The condition begins or ends; an acknowledgement ends with the condition that it was given for. */
export function turn(alert: Alert, isActive: boolean, at: number, settings: AlertSettings): Alert {
  const turns = [...alert.turns, at].slice(-MAX_TURNS);
  const recent = turns.filter((each) => each > at - settings.chatterWithinMs);
  return {
    ...alert,
    state: nextState({ ...alert, isActive }, isActive ? 'raise' : 'clear') ?? alert.state,
    isActive,
    ...(isActive ? { acknowledgement: null, acknowledgedRate: null } : {}),
    turns,
    isChattering: alert.isChattering || recent.length >= settings.chatterTurns,
    version: alert.version + 1,
  };
}

/** How long it must be quiet before the condition counts as cleared, milliseconds. */
export function quietOf({ isChattering }: Alert, { quietMs, chatterHoldMs }: AlertSettings): number {
  return isChattering ? Math.max(quietMs, chatterHoldMs) : quietMs;
}
