import { isOver } from '@tunnelwatch/shared/alert';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { subjectKey } from '@tunnelwatch/shared/subject';
/** The span that the figures are about. */
export const HEALTH_SPAN_MS = 86_400_000;
const SLOT_MS = 10 * 60_000;
const FLOOD_FROM = 10;
const MOST_TOP = 10;
/**
 * The figures of operators about their alarms.
 * @param alerts those opened within the span, and all older ones that are not over
 */
export function alertHealth(alerts, now) {
    const from = now - HEALTH_SPAN_MS;
    const live = alerts.filter(({ isPast, foldedInto }) => !isPast && foldedInto === null);
    const fresh = live.filter(({ openedAt }) => openedAt >= from);
    const slots = slotsOf(fresh, from);
    const top = topOf(fresh);
    const open = live.filter((alert) => !isOver(alert));
    const standing = open.filter(({ isActive, state }) => isActive && state !== 'shelved' && state !== 'suppressed');
    const topCount = top.reduce((sum, { count }) => sum + count, 0);
    return {
        ...{ from, to: now, opened: fresh.length },
        perTenMinutes: fresh.length / slots.length,
        mostInTenMinutes: Math.max(0, ...slots),
        floodShare: slots.filter((count) => count >= FLOOD_FROM).length / slots.length,
        ...{ topTen: top, topTenShare: shareOf(topCount, fresh.length) },
        chattering: open.filter(({ isChattering }) => isChattering).length,
        stale: open.filter(({ isActive, openedAt }) => isActive && openedAt < from).length,
        standing: standing.length,
        shelved: open.filter(({ state }) => state === 'shelved').length,
        suppressed: open.filter(({ state }) => state === 'suppressed').length,
        priorityShares: PRIORITIES.map((priority) => ({
            priority,
            share: shareOf(fresh.filter((alert) => alert.priority === priority).length, fresh.length),
        })),
        acknowledgedAfterMs: waitsOf(fresh),
    };
}
/** New alerts in each ten minutes of the span. */
function slotsOf(alerts, from) {
    const slots = Array.from({ length: HEALTH_SPAN_MS / SLOT_MS }, () => 0);
    for (const { openedAt } of alerts) {
        const slot = Math.min(slots.length - 1, Math.max(0, Math.floor((openedAt - from) / SLOT_MS)));
        slots[slot] = (slots[slot] ?? 0) + 1;
    }
    return slots;
}
function topOf(alerts) {
    const counts = new Map();
    for (const { rule, subject } of alerts) {
        const key = `${rule}\n${subjectKey(subject)}`;
        const known = counts.get(key);
        if (known === undefined)
            counts.set(key, { rule, subject, count: 1 });
        else
            known.count += 1;
    }
    return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, MOST_TOP);
}
function waitsOf(alerts) {
    const waits = alerts
        .flatMap(({ acknowledgement, openedAt }) => (acknowledgement === null ? [] : [acknowledgement.at - openedAt]))
        .sort((a, b) => a - b);
    const at = (share) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
    return waits.length === 0 ? null : { median: at(0.5), p90: at(0.9), count: waits.length };
}
function shareOf(part, whole) {
    return whole === 0 ? 0 : part / whole;
}
//# sourceMappingURL=alert-health.js.map