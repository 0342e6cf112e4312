import { priorityRank } from '@tunnelwatch/shared/priority';
import { severityRank } from '@tunnelwatch/shared/severity';
import { nextState } from './lifecycle.js';
const MINUTE_MS = 60_000;
/** Turns that are remembered: more than make it chatter say nothing new. */
const MOST_TURNS = 8;
/** Below so many events a minute no multiple is worth a second alarm. */
const LEAST_REALARM_RATE = 10;
/** A new episode. One of the past demands nothing from anybody: it is on record, in its normal state. */
export function openEpisode({ peak, ...opening }) {
    const { isPast, openedAt } = opening;
    const count = peak ?? opening.count;
    return {
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
    };
}
/** The alert with further events counted; its state is another matter. */
export function countInto(alert, events) {
    const rate = rateWith(alert.rate, Math.floor(events.arrivedAt / MINUTE_MS), events.count);
    return {
        ...alert,
        // What began as an Error and is Critical by now is shown as Critical.
        severity: severityRank(events.severity) > severityRank(alert.severity) ? events.severity : alert.severity,
        priority: priorityRank(events.priority) > priorityRank(alert.priority) ? events.priority : alert.priority,
        count: alert.count + events.count,
        firstTime: Math.min(alert.firstTime, events.firstTime),
        lastTime: Math.max(alert.lastTime, events.lastTime),
        lastAt: Math.max(alert.lastAt, events.lastAt),
        rate,
        peakRate: Math.max(alert.peakRate, rate.count),
    };
}
function rateWith(rate, minute, count) {
    if (minute <= rate.minute)
        return { ...rate, count: rate.count + count };
    return { minute, count, before: minute === rate.minute + 1 ? rate.count : 0 };
}
/** Events a minute of late: the greater of the present minute's and the one before, while they are still of late. */
export function rateOf({ rate }, now) {
    const age = Math.floor(now / MINUTE_MS) - rate.minute;
    if (age > 1)
        return 0;
    return age === 1 ? rate.count : Math.max(rate.count, rate.before);
}
/** True when an acknowledged alert has become another one than was seen: its rate has stepped up. */
export function hasSteppedUp({ state, rate, acknowledgedRate }, { realarmFactor }) {
    if (state !== 'acknowledged' || acknowledgedRate === null)
        return false;
    return rate.count >= Math.max(LEAST_REALARM_RATE, realarmFactor * acknowledgedRate);
}
/** The condition begins or ends; an acknowledgement goes with the condition that it was given for. */
export function turn(alert, isActive, at, settings) {
    const turns = [...alert.turns, at].slice(-MOST_TURNS);
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
/** How long it must be quiet before the condition counts as gone, milliseconds. */
export function quietOf({ isChattering }, { quietMs, chatterHoldMs }) {
    return isChattering ? Math.max(quietMs, chatterHoldMs) : quietMs;
}
//# sourceMappingURL=episode.js.map