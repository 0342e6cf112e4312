import type { Alert } from '@tunnelwatch/shared/alert';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { AlertSettings } from '../registry/alert-settings.js';
import { windowOf } from '../windows/windows.js';

type FloodSettings = Pick<AlertSettings, 'floodFrom' | 'floodEndsBelow' | 'floodWithinMs'>;

/** The opening of an alert, and its time, epoch ms. */
interface Opened {
  at: number;
  id: number;
}

/** A flood of alerts. */
export interface Flood {
  /** Since when it has lasted, epoch ms. */
  since: number;
  /** The alert that started it. If that was grouped since, the group. */
  firstOut: number;
}

/**
 * Detects a flood of alerts (EEMUA 191: ten or more new ones in ten minutes, until there are fewer than five). It depends
 * only on which alerts were opened when, so it is the same after a restart.
 */
export class FloodMeter {
  /** The opened alerts, oldest first; those older than the span are dropped. */
  private opened: Opened[] = [];
  private began: Flood | null = null;

  /** @param opened the alerts in memory */
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

  /** Alerts were grouped under another one, which represents them from now on. They count all the same. */
  fold(ids: readonly number[], into: number): void {
    for (const each of this.opened) if (ids.includes(each.id)) each.id = into;
    if (this.began !== null && ids.includes(this.began.firstOut)) this.began = { ...this.began, firstOut: into };
  }

  /** The current flood; null if there is none. @param now epoch ms */
  flood(now: number): Flood | null {
    this.expire(now);
    return this.began;
  }

  /** Drops what is older than the span, in order: a flood that ended in between is not the next one. */
  private expire(now: number): void {
    const from = now - this.settings.floodWithinMs;
    let old = 0;
    while (old < this.opened.length && (this.opened[old]?.at ?? 0) <= from) old++;
    if (old > 0) this.opened.splice(0, old);
    if (this.opened.length < this.settings.floodEndsBelow) this.began = null;
  }
}

/** Opening times of the alerts that were visible then: those of a group, not the group; not suppressed ones. */
export function openedOf(alerts: readonly Alert[], windows: readonly MaintenanceWindow[]): Opened[] {
  return alerts
    .filter((alert) => !alert.isPast && alert.members === 0 && windowOf(windows, alert, alert.openedAt) === undefined)
    .map(({ id, openedAt, foldedInto }) => ({ at: openedAt, id: foldedInto ?? id }));
}
