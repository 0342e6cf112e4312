import { Link } from 'react-router';
import { formatBytes } from '../format/format-number.js';
import { useStatus } from '../live/use-live.js';
import styles from './Banners.module.css';
import { FloodBanner } from './FloodBanner.js';
import { StorageBanners } from './StorageBanners.js';

/** A backlog below this is caught up with in an instant and not worth a line. */
const LAG_SHOWN_BYTES = 4 * 1024 * 1024;

/** What is wrong with the monitor itself, across every page. */
export function Banners() {
  const status = useStatus();
  if (status === null) return null;
  return (
    <>
      {status.storeError === null ? null : (
        <div className={styles.error} role="alert">
          <strong>Nothing new is being stored.</strong> {status.storeError}
        </div>
      )}
      {status.dataTrouble === null ? null : (
        <div className={styles.error} role="alert">
          <strong>Stored data is damaged or missing.</strong> {status.dataTrouble}
        </div>
      )}
      <FloodBanner flood={status.flood} />
      <StorageBanners storage={status.storage} />
      {status.sourcesDegraded === 0 ? null : (
        <div className={styles.warning}>
          {status.sourcesDegraded} of {status.sources} {status.sources === 1 ? 'source' : 'sources'} cannot be read.{' '}
          <Link to="/sources">See why</Link>
        </div>
      )}
      {status.lagBytes < LAG_SHOWN_BYTES ? null : (
        <div className={styles.info}>
          Catching up: {formatBytes(status.lagBytes)} of logs are still to be read, so counts are too low for now.{' '}
          <Link to="/sources?sort=lag">See where</Link>
        </div>
      )}
    </>
  );
}
