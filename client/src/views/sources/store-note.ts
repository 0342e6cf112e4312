import { isDiskNearlyFull, type Storage } from '@tunnelwatch/shared/storage';
import { formatBytes, formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';

/** The write-ahead log is truncated at 64 MiB as soon as possible; far beyond that, something keeps an old snapshot open. */
const LONG_LOG_BYTES = 256 * 1024 * 1024;

/** The note below the size of the store: a problem with its remedy, otherwise how far back it reaches. */
export function storeNote(storage: Storage): { note: string; isAlarming: boolean } {
  const { damagedSegments, freeBytes, walBytes, oldestEvent, removedUntil, removedEvents } = storage;
  if (damagedSegments.length > 0) {
    const damaged =
      damagedSegments.length === 1 ? '1 segment is' : `${formatCount(damagedSegments.length)} segments are`;
    return { note: `${damaged} damaged: restore a backup`, isAlarming: true };
  }
  if (isDiskNearlyFull(storage) && freeBytes !== null) {
    return { note: `only ${formatBytes(freeBytes)} of disk space left: free up space`, isAlarming: true };
  }
  if (walBytes > LONG_LOG_BYTES) {
    return {
      note: `${formatBytes(walBytes)} of this is the write-ahead log: a backup or check is reading; it shrinks afterwards`,
      isAlarming: false,
    };
  }
  const reach = oldestEvent === null ? 'no events yet' : `reaches back to ${formatDateTime(oldestEvent)}`;
  const removed = removedUntil === null ? '' : `; ${formatCount(removedEvents)} older events removed by retention`;
  return { note: `${reach}${removed}`, isAlarming: false };
}
