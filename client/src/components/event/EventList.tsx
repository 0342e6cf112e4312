import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { EventRows } from './EventRows.js';
import { useCatalogueById } from '../catalogue/use-catalogue.js';
import { useOpenSet } from '../list/use-open-set.js';

/** Events as they were fetched, each of which opens to its fields, its raw line and its explanation. */
export function EventList({ events }: { readonly events: readonly TunnelwatchEvent[] }) {
  const catalogue = useCatalogueById();
  const { open, toggle } = useOpenSet();
  return <EventRows label="Events" events={events} catalogue={catalogue} open={open} onToggle={toggle} hasSubject />;
}
