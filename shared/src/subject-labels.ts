import type { Alert } from './alert.js';
import type { InventoryName } from './inventory.js';
import type { AlertSubject } from './subject.js';
import { visibleText } from './visible-text.js';

/** A subject in words: as an operator would name it, and always as the log does; invisible characters are escaped. */
export function subjectLabel(subject: AlertSubject, inventory: InventoryName | null = null): string {
  const words = logWords(subject);
  return visibleText(inventory === null ? words : `${nameLabel(inventory)} (${words})`);
}

/** A name with its site, unless the name contains it already. */
export function nameLabel(named: Pick<InventoryName, 'name' | 'site'>): string {
  const site = siteBeside(named);
  return site === '' ? named.name : `${named.name}, ${site}`;
}

/** The site to show beside a name; empty where the name contains it already. */
export function siteBeside({ name, site }: Pick<InventoryName, 'name' | 'site'>): string {
  return name.toLowerCase().includes(site.toLowerCase()) ? '' : site;
}

/** The priority of an alert, and whether the inventory has raised it. */
export function priorityText({ priority, raised }: Pick<Alert, 'priority' | 'raised'>): string {
  return raised === null ? priority : `${priority} (raised from ${raised.from} by the inventory: ${raised.name})`;
}

function logWords(subject: AlertSubject): string {
  switch (subject.kind) {
    case 'tunnel':
      return `tunnel ${subject.matchkey} of ${subject.gateway}`;
    case 'interface':
      return `interface ${subject.iface} of ${subject.gateway}`;
    case 'gateway':
      return subject.gateway;
    case 'source':
      return `source ${subject.source}`;
    case 'sender':
      return `sender ${subject.sender}`;
    case 'store':
      return 'the store';
    case 'all':
      return 'several gateways';
  }
}
