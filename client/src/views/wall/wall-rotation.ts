import type { WallPage } from '@tunnelwatch/shared/wall';
import { SECOND_MS } from '@tunnelwatch/shared/time-units';
import { useState } from 'react';
import { useTick } from '../../time/ticker.js';

/** The page of a wall that is shown, and which of them it is. */
export interface WallTurn {
  readonly page: WallPage;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  /** True while the pages do not take turns because of a Critical. */
  readonly isHeld: boolean;
}

interface Pages {
  readonly pages: readonly WallPage[];
  readonly secondsPerPage: number;
}

/** The page after a time, milliseconds; while it is held, the first one with alerts. */
export function wallTurn({ pages, secondsPerPage }: Pages, sinceMs: number, isHeld: boolean): WallTurn {
  const count = pages.length;
  const withAlerts = pages.findIndex((page) => page === 'overview' || page === 'alerts');
  const index = isHeld
    ? Math.max(0, withAlerts)
    : Math.floor(Math.max(0, sinceMs) / (secondsPerPage * SECOND_MS)) % count;
  return { page: pages[index] ?? 'overview', index, count, isHeld: isHeld && count > 1 };
}

/** The pages take turns by themselves, and stop as long as a Critical waits. They begin anew afterwards. */
export function useWallTurn(pages: Pages, isHeld: boolean): WallTurn {
  const tick = useTick();
  const [since, setSince] = useState(tick);
  if (isHeld && since !== tick) setSince(tick);
  return wallTurn(pages, tick - since, isHeld);
}
