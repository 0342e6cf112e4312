import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { AlertHealth } from '@tunnelwatch/shared/alert-health';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { subjectKey } from '@tunnelwatch/shared/subject';
import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** The span that the figures are about. */
export const HEALTH_SPAN_MS = DAY_MS;

const SLOT_MS = 10 * MINUTE_MS;
const FLOOD_FROM = 10;
const MAX_TOP = 10;

/**
 * Figures that show operators the health of their alarms.
 * @param alerts those opened within the period, and all older ones that are not resolved
 */
export function alertHealth(alerts: readonly Alert[], now: number): AlertHealth {
  const from = now - HEALTH_SPAN_MS;
  const live = alerts.filter(({ isPast, foldedInto }) => !isPast && foldedInto === null);
  const fresh = live.filter(({ openedAt }) => openedAt >= from);
  const top = topOf(fresh);
  const open = live.filter((alert) => !isOver(alert));
  const standing = open.filter(({ isActive, state }) => isActive && state !== 'shelved' && state !== 'suppressed');
  const topCount = top.reduce((sum, { count }) => sum + count, 0);
  return {
    from,
    to: now,
    opened: fresh.length,
    ...alarmRates(
      fresh.map(({ openedAt }) => openedAt),
      { from, to: now },
    ),
    topTen: top,
    topTenShare: shareOf(topCount, fresh.length),
    chattering: open.filter(({ isChattering }) => isChattering).length,
    stale: open.filter(({ isActive, openedAt }) => isActive && openedAt < from).length,
    standing: standing.length,
    shelved: open.filter(({ state }) => state === 'shelved').length,
    suppressed: open.filter(({ state }) => state === 'suppressed').length,
    priorityShares: PRIORITIES.map((priority) => ({
      priority,
      share: shareOf(fresh.filter((alert) => alert.priority === priority).length, fresh.length),
    })),
    acknowledgedAfterMs: waitFigures(
      fresh.flatMap(({ acknowledgement, openedAt }) =>
        acknowledgement === null ? [] : [acknowledgement.at - openedAt],
      ),
    ),
  };
}

/** The rates of new alerts within a period: average, busiest ten minutes, and how much of it was a flood. */
export function alarmRates(
  openedAt: readonly number[],
  { from, to }: Pick<AlertHealth, 'from' | 'to'>,
): Pick<AlertHealth, 'perTenMinutes' | 'mostInTenMinutes' | 'floodShare'> {
  const slots = Array.from({ length: Math.max(1, Math.ceil((to - from) / SLOT_MS)) }, () => 0);
  for (const at of openedAt) {
    const slot = Math.min(slots.length - 1, Math.max(0, Math.floor((at - from) / SLOT_MS)));
    slots[slot] = (slots[slot] ?? 0) + 1;
  }
  return {
    perTenMinutes: openedAt.length / Math.max(1, (to - from) / SLOT_MS),
    mostInTenMinutes: slots.reduce((most, count) => Math.max(most, count), 0),
    floodShare: slots.filter((count) => count >= FLOOD_FROM).length / slots.length,
  };
}

function topOf(alerts: readonly Alert[]): AlertHealth['topTen'] {
  const counts = new Map<string, AlertHealth['topTen'][number]>();
  for (const { rule, subject } of alerts) {
    const key = `${rule}\n${subjectKey(subject)}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { rule, subject, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, MAX_TOP);
}

/** Time to acknowledge, from all waits in milliseconds; null if nothing was acknowledged. */
export function waitFigures(all: readonly number[]): AlertHealth['acknowledgedAfterMs'] {
  const waits = all.toSorted((a, b) => a - b);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  return waits.length === 0 ? null : { median: at(0.5), p90: at(0.9), count: waits.length };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
