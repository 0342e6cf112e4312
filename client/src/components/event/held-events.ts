import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';

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
