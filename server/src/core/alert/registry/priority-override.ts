import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { type Priority, priorityRank } from '@tunnelwatch/shared/priority';
import type { AlertSubject } from '@tunnelwatch/shared/subject';

/** What the inventory demands of alerts about something: the least priority, and by which entry. */
export type Demand = Pick<InventoryEntry, 'id' | 'name' | 'priority'>;

/** Names the demand on alerts about a subject; undefined where there is none. */
export type DemandOf = (subject: AlertSubject) => Demand | undefined;

/** Something pressing, and whether the inventory made it so. */
interface Pressing {
  priority: Priority;
  raised?: Alert['raised'];
}

/** The same with at least the priority that is demanded. It raises and never lowers [INV-10]. */
export function pressed<Item extends Pressing>(item: Item, demand: Demand | undefined): Item {
  const { priority, raised } = item;
  if (demand === undefined || demand.priority === null) return item;
  if (priorityRank(demand.priority) <= priorityRank(priority)) return item;
  const { id: entryId, name } = demand;
  return { ...item, priority: demand.priority, raised: { from: raised?.from ?? priority, entryId, name } };
}

/** An alert as it is to be kept: one of the past, or one that is over, demands nothing from anybody. */
export function pressedAlert(alert: Alert, demandOf: DemandOf): Alert {
  return alert.isPast || isOver(alert) ? alert : pressed(alert, demandOf(alert.subject));
}
