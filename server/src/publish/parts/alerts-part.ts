import { type Alert, compareAlerts, firstOutOnTop } from '@tunnelwatch/shared/alert';
import { type Change, ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';

/** The alerts at hand, bounded to those that come first in the order of the list. Changes are told at once. */
export class AlertsPart implements Part {
  private readonly changed = new Map<number, Alert>();
  private shown = new Set<number>();

  /**
   * @param all the alerts at hand, which somebody else keeps up to date before steps reach this part
   * @param firstOut the alert that a flood began with, which is always among them
   */
  constructor(
    private readonly all: () => readonly Alert[],
    private readonly firstOut: () => number | null,
  ) {}

  start(): Promise<void> {
    this.shown = new Set(this.list().alerts.map((alert) => alert.id));
    return Promise.resolve();
  }

  snapshot(): Change[] {
    return [{ kind: 'alerts', ...this.list(), removed: [] }];
  }

  onStep({ step }: PublishedStep): void {
    for (const alert of step.alerts) this.changed.set(alert.id, alert);
  }

  take(): Change[] {
    const firstOut = this.firstOut();
    const isFirstMissing = firstOut !== null && !this.shown.has(firstOut);
    if (this.changed.size === 0 && !isFirstMissing) return [];
    const { alerts, notShown } = this.list();
    const shown = new Set(alerts.map((alert) => alert.id));
    const news = alerts.filter((alert) => this.changed.has(alert.id) || !this.shown.has(alert.id));
    const removed = [...this.shown].filter((id) => !shown.has(id));
    if (this.changed.size === 0 && news.length === 0 && removed.length === 0) return [];
    this.shown = shown;
    this.changed.clear();
    return [{ kind: 'alerts', alerts: news, removed, notShown }];
  }

  private list(): { alerts: Alert[]; notShown: number } {
    const sorted = firstOutOnTop(
      this.all()
        .filter(({ foldedInto }) => foldedInto === null)
        .sort(compareAlerts),
      this.firstOut(),
    );
    return {
      alerts: sorted.slice(0, ROOM_LIMITS.alerts),
      notShown: Math.max(0, sorted.length - ROOM_LIMITS.alerts),
    };
  }
}
