import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { useState } from 'react';

type Events = readonly TunnelwatchEvent[];

interface HeldEvents {
  /** What is shown: the live list, or the list as it was when it began to be held. Null until something is known. */
  readonly events: Events | null;
  /** Events in the live list that are not shown; the list is bounded, so there may have been more. */
  readonly newer: number;
  /** Shows the live list, and holds that. */
  readonly showNewer: () => void;
}

/** Keeps a live list from moving under the hand while `isHeld`. */
export function useHeldEvents(live: Events | null, isHeld: boolean): HeldEvents {
  const [held, setHeld] = useState<Events | null>(null);
  if (isHeld && held === null && live !== null) setHeld(live);
  if (!isHeld && held !== null) setHeld(null);
  const events = isHeld ? (held ?? live) : live;
  const newer = events === null || live === null || events === live ? 0 : countNewer(events, live);
  return { events, newer, showNewer: () => setHeld(live) };
}

/** How many events of `live` are newer than those of `shown`: the ones with a higher number than any shown. */
export function countNewer(shown: readonly TunnelwatchEvent[], live: readonly TunnelwatchEvent[]): number {
  const newest = newestSeq(shown);
  return live.reduce((count, event) => (event.seq > newest ? count + 1 : count), 0);
}

function newestSeq(events: readonly TunnelwatchEvent[]): number {
  return events.reduce((most, event) => Math.max(most, event.seq), 0);
}

/** Consecutive pages as one list: an event that is in two of them is kept at its first place. */
export function joinPages(pages: readonly (readonly TunnelwatchEvent[])[]): readonly TunnelwatchEvent[] {
  const bySeq = new Map<number, TunnelwatchEvent>();
  for (const event of pages.flat()) if (!bySeq.has(event.seq)) bySeq.set(event.seq, event);
  return [...bySeq.values()];
}
