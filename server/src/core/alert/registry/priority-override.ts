import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { type Priority, priorityRank } from '@tunnelwatch/shared/priority';
import type { AlertSubject } from '@tunnelwatch/shared/subject';

/** The inventory's minimum priority for alerts about a subject, and its entry. */
export type Demand = Pick<InventoryEntry, 'id' | 'name' | 'priority'>;

/** Returns the minimum priority for alerts about a subject; undefined if there is none. */
export type DemandOf = (subject: AlertSubject) => Demand | undefined;

/** A priority, and whether the inventory raised it. */
interface Pressing {
  priority: Priority;
  raised?: Alert['raised'];
}

/** The same with at least the minimum priority. It raises and never lowers [INV-10]. */
export function pressed<Item extends Pressing>(item: Item, demand: Demand | undefined): Item {
  const { priority, raised } = item;
  if (demand === undefined || demand.priority === null) return item;
  if (priorityRank(demand.priority) <= priorityRank(priority)) return item;
  const { id: entryId, name } = demand;
  return { ...item, priority: demand.priority, raised: { from: raised?.from ?? priority, entryId, name } };
}

/** An alert as it is to be stored: late arrivals and resolved ones are not raised. */
export function pressedAlert(alert: Alert, demandOf: DemandOf): Alert {
  return alert.isPast || isOver(alert) ? alert : pressed(alert, demandOf(alert.subject));
}
