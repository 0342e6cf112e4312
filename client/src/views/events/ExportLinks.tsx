import { eventExportUrl } from '../../http/api.js';
import { queryOfFilters, type EventFilters } from './event-filter.js';
import styles from './EventsPage.module.css';

/** Downloads of every stored event that matches, not of the shown ones alone. */
export function ExportLinks({ filters }: { readonly filters: EventFilters }) {
  const query = queryOfFilters(filters);
  return (
    <div className={styles.exports}>
      <span>Download all that match</span>
      <a href={eventExportUrl('csv', query)} download>
        CSV
      </a>
      <a href={eventExportUrl('ndjson', query)} download>
        NDJSON
      </a>
    </div>
  );
}
