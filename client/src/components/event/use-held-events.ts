import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { useState } from 'react';
import { countNewer } from './held-events.js';

type Events = readonly TunnelwatchEvent[];

interface HeldEvents {
  /** What is shown: the live list, or the list as it was when it was paused. Null until the first data. */
  readonly events: Events | null;
  /** Events in the live list that are not shown; the list is bounded, so there may have been more. */
  readonly newer: number;
  /** Shows the live list, and pauses again there. */
  readonly showNewer: () => void;
}

/** Keeps a live list from moving under the pointer while `isHeld`. */
export function useHeldEvents(live: Events | null, isHeld: boolean): HeldEvents {
  const [held, setHeld] = useState<Events | null>(null);
  if (isHeld && held === null && live !== null) setHeld(live);
  if (!isHeld && held !== null) setHeld(null);
  const events = isHeld ? (held ?? live) : live;
  const newer = events === null || live === null || events === live ? 0 : countNewer(events, live);
  return { events, newer, showNewer: () => setHeld(live) };
}
