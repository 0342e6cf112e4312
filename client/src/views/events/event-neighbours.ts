import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { cursorAt, type EventName } from '../../components/event/event-path.js';
import { fetchEvents } from '../../http/api.js';
import type { Query } from '../../http/http-client.js';

/** Events on each side. */
const BESIDE = 20;
/** Events that came later are asked for within ever longer times, ms: among many, the nearest would be the last of thousands. */
const AFTER_MS = [1000, MINUTE_MS, 60 * MINUTE_MS];
const MAX_ITEMS = 1000;

/** One event; null if it is not stored. */
export async function fetchEvent(
  name: EventName,
  signal: AbortSignal,
): Promise<{ readonly event: TunnelwatchEvent | null }> {
  const { items } = await fetchEvents({ cursor: cursorAt(name), limit: 1 }, signal);
  return { event: items.find(({ seq }) => seq === name.seq) ?? null };
}

/** The events right after, the event itself, and those right before it, newest first, as far as they match. */
export async function fetchNeighbours(
  name: EventName,
  query: Query,
  signal: AbortSignal,
): Promise<readonly TunnelwatchEvent[]> {
  const { items } = await fetchEvents({ ...query, cursor: cursorAt(name), limit: BESIDE + 1 }, signal);
  return [...(await fetchLater(name, query, signal)), ...items];
}

async function fetchLater(name: EventName, query: Query, signal: AbortSignal): Promise<readonly TunnelwatchEvent[]> {
  let later: readonly TunnelwatchEvent[] = [];
  for (const withinMs of AFTER_MS) {
    const span = { from: new Date(name.time).toISOString(), to: new Date(name.time + withinMs).toISOString() };
    const page = await fetchEvents({ ...query, ...span, limit: MAX_ITEMS }, signal);
    // With more than a page of them, the nearest are not among these: those of the shorter time are.
    if (page.nextCursor !== null && later.length > 0) break;
    later = page.items.filter(({ time, seq }) => time > name.time || seq > name.seq).slice(-BESIDE);
    if (later.length >= BESIDE) break;
  }
  return later;
}
