import { isDiskNearlyFull, type SegmentDamage, type Storage } from '@tunnelwatch/shared/storage';
import { formatBytes, formatCount } from '../format/format-number.js';
import { formatDateTime } from '../format/format-time.js';
import styles from './Banners.module.css';

/** What is wrong with what is stored already, and how much room there is left. */
export function StorageBanners({ storage }: { readonly storage: Storage | null }) {
  if (storage === null) return null;
  const { damagedSegments, freeBytes } = storage;
  return (
    <>
      {damagedSegments.length === 0 ? null : (
        <div className={styles.error} role="alert">
          <strong>Stored events cannot be read and are left out:</strong>{' '}
          {damagedSegments.slice(0, MOST_NAMED).map(nameOf).join('; ')}
          {damagedSegments.length > MOST_NAMED
            ? ` and ${formatCount(damagedSegments.length - MOST_NAMED)} more parts`
            : ''}
          . Restore a backup; <code>npx tunnelwatch check-data</code> names all that is damaged.
        </div>
      )}
      {isDiskNearlyFull(storage) && freeBytes !== null ? (
        <div className={styles.warning}>
          <strong>The disk is nearly full:</strong> {formatBytes(freeBytes)} left. When it is full, reading stops. Make
          room, or keep less with <code>retention.maxSizeBytes</code>.
        </div>
      ) : null}
    </>
  );
}

const MOST_NAMED = 3;

function nameOf({ firstSeq, lastSeq, firstTime, lastTime }: SegmentDamage): string {
  const numbers = `events ${formatCount(firstSeq)} to ${formatCount(lastSeq)}`;
  return `${numbers} (${formatDateTime(firstTime)} to ${formatDateTime(lastTime)})`;
}
