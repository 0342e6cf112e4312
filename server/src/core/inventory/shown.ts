import type { Alert, ShownAlert } from '@tunnelwatch/shared/alert';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import type { MaintenanceWindow, ShownWindow } from '@tunnelwatch/shared/maintenance-window';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { InventoryNames } from './inventory-names.js';

/** A source of names. */
export type Naming = Pick<InventoryNames, 'nameOf' | 'tunnelName'>;

export interface Named {
  inventory: InventoryName | null;
}

/** An object with a subject, with its name. */
export function named<Item extends { subject: AlertSubject }>(item: Item, names: Naming): Item & Named {
  return { ...item, inventory: names.nameOf(item.subject) };
}

/** An object about a tunnel, with its name. */
export function namedTunnel<Item extends { gateway: string; matchkey: string }>(
  item: Item,
  names: Naming,
): Item & Named {
  return { ...item, inventory: names.tunnelName(item.gateway, item.matchkey) };
}

/** An alert with the names of its subject and of the first one of its group. */
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
