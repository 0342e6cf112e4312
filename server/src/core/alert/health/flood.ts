import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertSettings } from '../registry/alert-settings.js';
import { type MaintenanceWindow, windowOf } from '../windows/maintenance-window.js';

type FloodSettings = Pick<AlertSettings, 'floodFrom' | 'floodEndsBelow' | 'floodWithinMs'>;

/** That an alert was opened, and when, epoch ms. */
interface Opened {
  at: number;
  id: number;
}

/** A flood of alerts. */
export interface Flood {
  /** Since when there is one, epoch ms. */
  since: number;
  /** The alert that came first: what started it. Of one that was folded since, the alert that it is a part of. */
  firstOut: number;
}

/**
 * Tells a flood of alerts (EEMUA 191: ten or more new ones in ten minutes, until they are fewer than five). It knows
 * nothing but which alerts were opened when, so it is the same after a restart.
 */
export class FloodMeter {
  /** The alerts that were opened, oldest first; what is older than the span is let go. */
  private opened: Opened[] = [];
  private began: Flood | null = null;

  /** @param opened the alerts at hand */
  constructor(
    opened: readonly Opened[],
    private readonly settings: FloodSettings,
  ) {
    for (const each of [...opened].sort((a, b) => a.at - b.at || a.id - b.id)) this.note(each);
  }

  /** An alert was opened. */
  note(opened: Opened): void {
    this.expire(opened.at);
    this.opened.push({ ...opened });
    const [first] = this.opened;
    if (this.began !== null || first === undefined || this.opened.length < this.settings.floodFrom) return;
    this.began = { since: opened.at, firstOut: first.id };
  }

  /** Alerts were folded into another one, which stands for them from now on. They count all the same. */
  fold(ids: readonly number[], into: number): void {
    for (const each of this.opened) if (ids.includes(each.id)) each.id = into;
    if (this.began !== null && ids.includes(this.began.firstOut)) this.began = { ...this.began, firstOut: into };
  }

  /** The flood that lasts; null while there is none. @param now epoch ms */
  flood(now: number): Flood | null {
    this.expire(now);
    return this.began;
  }

  /** Lets go of what is older than the span, in order: a flood that was over in between is not the one that follows. */
  private expire(now: number): void {
    const from = now - this.settings.floodWithinMs;
    let old = 0;
    while (old < this.opened.length && (this.opened[old]?.at ?? 0) <= from) old++;
    if (old > 0) this.opened.splice(0, old);
    if (this.opened.length < this.settings.floodEndsBelow) this.began = null;
  }
}

/** When each alert was opened that somebody was to see then: those of a group, not the group; not what was suppressed. */
export function openedOf(alerts: readonly Alert[], windows: readonly MaintenanceWindow[]): Opened[] {
  return alerts
    .filter((alert) => !alert.isPast && alert.members === 0 && windowOf(windows, alert, alert.openedAt) === undefined)
    .map(({ id, openedAt, foldedInto }) => ({ at: openedAt, id: foldedInto ?? id }));
}
