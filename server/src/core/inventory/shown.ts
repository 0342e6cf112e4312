import type { Alert, ShownAlert } from '@tunnelwatch/shared/alert';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { MaintenanceWindow, ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { InventoryNames } from './inventory-names.js';

/** What names things. */
export type Naming = Pick<InventoryNames, 'nameOf' | 'tunnelName'>;

export interface Named {
  inventory: InventoryName | null;
}

/** Something with a subject, with its name. */
export function named<Item extends { subject: AlertSubject }>(item: Item, names: Naming): Item & Named {
  return { ...item, inventory: names.nameOf(item.subject) };
}

/** Something about a tunnel, with its name. */
export function namedTunnel<Item extends { gateway: string; matchkey: string }>(
  item: Item,
  names: Naming,
): Item & Named {
  return { ...item, inventory: names.tunnelName(item.gateway, item.matchkey) };
}

/** An alert with the names of what it is about, and of who was first. */
export function shownAlert(alert: Alert, names: Naming): ShownAlert {
  const { subject, firstOut } = alert;
  return {
    ...alert,
    inventory: names.nameOf(subject),
    firstOutInventory: firstOut === null ? null : names.nameOf(firstOut),
  };
}

/** A maintenance window with the name of the tunnel that it covers. */
export function shownWindow(window: MaintenanceWindow, names: Naming): ShownWindow {
  const { gateway, matchkey } = window;
  return { ...window, inventory: gateway === null || matchkey === null ? null : names.tunnelName(gateway, matchkey) };
}
