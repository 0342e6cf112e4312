import { type Alert, compareAlerts, firstOutOnTop, listedAlerts } from '@tunnelwatch/shared/alert';
import { countByPriority, type CountsByPriority } from '@tunnelwatch/shared/priority';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import { type Change, ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import type { InventoryList } from '../../../core/inventory/inventory-list.js';
import { shownAlert } from '../../../core/inventory/shown.js';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';

/**
 * The alerts in memory, limited to the first ones in list order. New alerts and changes of state are sent at once.
 * A count that grows waits for the tick: otherwise an alert that is fed by a stream of events would be sent to
 * everybody ten times a second.
 */
export class AlertsPart implements Part {
  private readonly changed = new Set<number>();
  private shown = new Set<number>();
  /** All alerts as last sent, by number. */
  private before = new Map<number, Alert>();
  private isUrgent = false;
  /** The first alert of a flood as last sent. */
  private toldFirst: number | null = null;
  private toldRevision = 0;
  /** Names as last sent, by alert number. */
  private toldNames = new Map<number, Names>();

  /**
   * @param all the alerts in memory, which the caller updates before steps reach this part
   * @param firstOut the first alert of a flood, which is always included
   * @param inventory names the subjects: changed names are sent with the next tick
   */
  constructor(
    private readonly all: () => readonly Alert[],
    private readonly firstOut: () => number | null,
    private readonly inventory: Pick<InventoryList, 'names' | 'revision'>,
  ) {}

  start(): Promise<void> {
    this.shown = new Set(this.list().alerts.map((alert) => alert.id));
    this.remember();
    return Promise.resolve();
  }

  snapshot(): Change[] {
    const { alerts, notShown } = this.list();
    return [{ kind: 'alerts', alerts: this.named(alerts), removed: [], notShown }];
  }

  onStep({ step }: PublishedStep): void {
    for (const alert of step.alerts) {
      this.changed.add(alert.id);
      this.isUrgent ||= isNews(alert, this.before.get(alert.id));
    }
  }

  take(_now: number, isTick: boolean): Change[] {
    this.noteRenamed();
    const isDue = this.changed.size > 0 && (isTick || this.isUrgent);
    // It enters a full list, and leaves it with the flood: its place then goes to another one.
    const isFirstOther = this.firstOut() !== this.toldFirst;
    if (!isDue && !isFirstOther) return [];
    const { alerts, notShown } = this.list();
    const shown = new Set(alerts.map((alert) => alert.id));
    const news = alerts.filter((alert) => this.changed.has(alert.id) || !this.shown.has(alert.id));
    const removed = [...this.shown].filter((id) => !shown.has(id));
    if (this.changed.size === 0 && news.length === 0 && removed.length === 0) {
      this.toldFirst = this.firstOut();
      return [];
    }
    this.shown = shown;
    this.changed.clear();
    this.isUrgent = false;
    this.remember();
    return [{ kind: 'alerts', alerts: this.named(news), removed, notShown }];
  }

  private remember(): void {
    this.toldFirst = this.firstOut();
    const all = this.all();
    this.before = new Map(all.map((alert) => [alert.id, alert]));
    this.toldNames = new Map(all.map((alert) => [alert.id, this.namesOf(alert)]));
    this.toldRevision = this.inventory.revision;
  }

  /** Alerts whose names have changed count as changed. */
  private noteRenamed(): void {
    if (this.inventory.revision === this.toldRevision) return;
    this.toldRevision = this.inventory.revision;
    for (const alert of this.all()) {
      const [own, first] = this.namesOf(alert);
      const told = this.toldNames.get(alert.id);
      if (told?.[0] !== own || told[1] !== first) this.changed.add(alert.id);
    }
  }

  private namesOf({ subject, firstOut }: Alert): Names {
    const { names } = this.inventory;
    return [names.nameOf(subject), firstOut === null ? null : names.nameOf(firstOut)];
  }

  private named(alerts: readonly Alert[]) {
    return alerts.map((alert) => shownAlert(alert, this.inventory.names));
  }

  private list(): { alerts: readonly Alert[]; notShown: CountsByPriority } {
    const sorted = firstOutOnTop(
      this.all()
        .filter(({ foldedInto }) => foldedInto === null)
        .sort(compareAlerts),
      this.firstOut(),
    );
    const alerts = listedAlerts(sorted, ROOM_LIMITS);
    if (alerts.length === sorted.length) return { alerts, notShown: countByPriority([]) };
    const shown = new Set(alerts);
    return { alerts, notShown: countByPriority(sorted.filter((alert) => !shown.has(alert))) };
  }
}

type Names = readonly [own: InventoryName | null, first: InventoryName | null];

/** Whether it is urgent: anything but a count that has grown. */
function isNews(alert: Alert, before: Alert | undefined): boolean {
  return alert.version !== before?.version || alert.state !== before.state || alert.priority !== before.priority;
}
